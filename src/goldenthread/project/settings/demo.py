"""Alderbrook, the invented council, on this machine only."""

from goldenthread.frontend.council import Council
from goldenthread.project.keys import kept_secret
from goldenthread.project.settings.base import *  # noqa: F403
from goldenthread.project.settings.base import HOME

DEBUG = False
SECRET_KEY = kept_secret(HOME / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

COUNCIL = Council(
    name="Alderbrook Borough Council",
    code="X06000001",
    short_name="Alderbrook",
    place_word="borough",
    is_invented=True,
    # Ofcom keeps 01632 960000 to 960999 for invented numbers.
    phone="01632 960100",
    phone_hours="Monday to Friday, 8am to 6pm",
    textphone="18001 01632 960100",
    email="fairness@alderbrook.example",
    library_route="Staff at any Alderbrook library can look something up, print it or fill in a form with you.",
    address="Town Hall, Mill Street, Alderbrook",
    accent="#12436d",
)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
TEXT_MESSAGE_SENDER = "goldenthread.messages.texts.keep_in_folder"
TEXT_MESSAGE_FOLDER = HOME / "texts"
DEFAULT_FROM_EMAIL = "Alderbrook Borough Council <fairness@alderbrook.example>"

# People trying the demonstration have no phone enrolled; the staff pages say that a real site asks for one.
SECOND_FACTOR_REQUIRED = False
IS_DEMONSTRATION = True
