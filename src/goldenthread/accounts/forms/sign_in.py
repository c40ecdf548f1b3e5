"""allauth's forms in our words: no grey hints inside the boxes, and no link where an explanation belongs."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateWithCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.auth.password_validation import password_validators_help_texts

_LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "oldpassword": "Present password",
    "password1": "New password",
    "password2": "New password again",
    "code": "Code",
}


class PlainWords:
    """Labels in plain words above each box, and nothing inside it."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.error_messages["required"] = f"Enter your {str(field.label).lower()}"
            field.help_text = " ".join(password_validators_help_texts()) if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainWords, LoginForm):
    """The e-mail address and the password."""


class ForgottenPasswordForm(PlainWords, ResetPasswordForm):
    """The address to which the link for a new password goes."""


class NewPasswordForm(PlainWords, ResetPasswordKeyForm):
    """A new password, behind the link."""


class OtherPasswordForm(PlainWords, ChangePasswordForm):
    """A new password in place of the one known."""


class PasswordAgainForm(PlainWords, ReauthenticateForm):
    """The password once more, before something that matters."""


class CodeForm(PlainWords, AuthenticateForm):
    """The code from the app, or a recovery code."""


class CodeAgainForm(PlainWords, ReauthenticateWithCodeForm):
    """A code once more, before something that matters."""


class FirstCodeForm(PlainWords, ActivateTOTPForm):
    """The first code, which proves that the app is set up."""
