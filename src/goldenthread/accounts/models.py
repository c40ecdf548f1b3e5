"""People, the teams they work in, the roles they hold, and the log of what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from goldenthread.accounts.mobile import LONGEST_MOBILE
from goldenthread.accounts.roles import PARTNERS_ROLES, WRITING_ROLES, Role

ROLE_CHOICES = [(role.value, role.label) for role in Role]


class Team(models.Model):
    """A part of the council, or a partner, that leads actions."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    directorate = models.CharField(max_length=120, blank=True)
    is_partner = models.BooleanField(default=False, help_text="A partner organisation, not a part of the council.")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:team", args=[self.slug])


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> PersonQuerySet:
        """People who can sign in."""
        return self.filter(is_active=True)

    def holding(self, role: Role) -> PersonQuerySet:
        """People who hold the role."""
        return self.filter(role_assignments__role=role.value)

    def in_team(self, team: Team) -> PersonQuerySet:
        """People who work in the team."""
        return self.filter(team=team)

    def with_roles(self) -> PersonQuerySet:
        """The same people, with team and roles read in two queries however many they are."""
        return self.select_related("team").prefetch_related("role_assignments")


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Django's own entry points. Addresses are kept in lower case, so that nobody has two accounts by accident."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, *, name: str = "", **fields: Any) -> Person:
        """A new person who can sign in with the password (or with none yet), without any role."""
        email = email.strip().lower()
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=email, name=name or email.partition("@")[0], **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person who holds the administrator role: there is no power outside the roles."""
        person = self.create_user(email, password, **fields)
        person.role_assignments.create(role=Role.ADMINISTRATOR.value)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in: an officer, a councillor, a partner."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="people")
    job_title = models.CharField(max_length=150, blank=True)
    mobile = models.CharField(
        "mobile number",
        max_length=LONGEST_MOBILE,
        blank=True,
        help_text="Only for reminders of updates, by text message.",
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_for_each_email_address",
                violation_error_message="Somebody with this e-mail address is already here.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.name.split()[0] if self.name.split() else self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles the person holds; none for somebody who may no longer sign in."""
        if not self.is_active:
            return frozenset()
        return frozenset(Role(assignment.role) for assignment in self.role_assignments.all())

    def has_role(self, *roles: Role) -> bool:
        """Does the person hold any of these roles?"""
        return not self.roles.isdisjoint(roles)

    @property
    def is_partner(self) -> bool:
        """Does the person work for a partner, and hold no role that the council gives to its own people alone?"""
        works_for_partner = self.team is not None and self.team.is_partner
        return works_for_partner and self.roles <= PARTNERS_ROLES

    @property
    def can_write(self) -> bool:
        """Does any role let the person change something?"""
        return self.has_role(*WRITING_ROLES)

    def forget_roles(self) -> None:
        """Read the roles again at the next question: they have been changed."""
        self.__dict__.pop("roles", None)
        getattr(self, "_prefetched_objects_cache", {}).pop("role_assignments", None)


class RoleAssignment(models.Model):
    """A person holds a role, since when and by whom."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="a_role_is_held_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="a_role_is_one_that_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {Role(self.role).label}"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def in_use(self, at: datetime) -> ApiKeyQuerySet:
        """Keys that work: not ended, not expired, of people who can sign in."""
        return self.filter(ended_at__isnull=True, expires_at__gt=at, person__is_active=True)

    def of(self, person: Person) -> ApiKeyQuerySet:
        """One person's own."""
        return self.filter(person=person)

    def with_person(self) -> ApiKeyQuerySet:
        """The same keys, with the people and their roles read in two queries."""
        return self.select_related("person__team").prefetch_related("person__role_assignments")


class ApiKey(models.Model):
    """A key with which a program reads what a person may read, until it expires or is ended. Only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    beginning = models.CharField(max_length=8)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def by_actor(self, actor_id: int) -> AuditEventQuerySet:
        """What one person did."""
        return self.filter(actor_id=actor_id)

    def about(self, object_type: str, object_id: str | int) -> AuditEventQuerySet:
        """What was done to one thing."""
        return self.filter(object_type=object_type, object_id=str(object_id))

    def newest_first(self) -> AuditEventQuerySet:
        """The latest event on top."""
        return self.order_by("-position")

    def update(self, **fields: Any) -> int:
        raise TypeError("An audit event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted.")

    def bulk_update(self, objs: Iterable[AuditEvent], fields: Any, batch_size: int | None = None) -> int:
        raise TypeError("An audit event is never changed.")


class AuditEvent(models.Model):
    """Who did what to which thing, and when. No foreign keys: the history outlives the row it is about."""

    position = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=80, db_index=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    object_name = models.CharField(max_length=250)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.deed}"

    @property
    def deed(self) -> str:
        """What was done to what; without the name where people did something to their own account."""
        is_own = self.object_type == "accounts.person" and self.object_id == str(self.actor_id)
        return self.verb if is_own else f"{self.verb} {self.object_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted.")


class AuditChain(models.Model):
    """The end of the chain: how many events, and the hash of the last. One row, locked while an event is added."""

    length = models.PositiveBigIntegerField(default=0)
    latest_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_audit_chain")]

    def __str__(self) -> str:
        return f"{self.length} events"
