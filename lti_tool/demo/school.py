"""The demo college: its people, its courses, and how the tool was added to its LMS."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

COLLEGE = "Keskuspuiston ammattiopisto"

ROLE_NAMES = {
    "administrator": "Sivuston pääkäyttäjä",
    "manager": "Hallinnoija",
    "teacher": "Opettaja",
    "assistant": "Opettaja (ei muokkausoikeuksia)",
    "student": "Opiskelija",
}
LANGUAGES = {"fi": "suomi", "sv": "svenska", "en": "English"}


@dataclass
class User:
    """One person of the LMS; kind is a key of ROLE_NAMES."""

    id: str
    username: str
    given_name: str
    family_name: str
    kind: str = "teacher"
    groups: str = ""

    @property
    def name(self):
        """The whole name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def email(self):
        """An address in a domain that can't exist."""
        return f"{self.username}@keskuspuisto.example"


@dataclass
class Activity:
    """One place on a course page that opens the tool; a deep-linked one may have its own url and parameters."""

    id: str
    title: str
    custom: dict = field(default_factory=dict)
    url: str = ""


@dataclass
class Course:
    """A course; kinds gives a user another role in this course than elsewhere."""

    id: int
    label: str
    title: str
    activities: list[Activity]
    kinds: dict[str, str] = field(default_factory=dict)

    def kind_of(self, user):
        """The role of a user in this course."""
        return self.kinds.get(user.username, user.kind)


@dataclass
class ToolLink:
    """A tool as the LMS's administrator has added it or as it has registered itself.

    Without redirect_urls, launch_url is the only redirect URI. Scopes and claims are None for a tool added by hand,
    which may have them all.
    """

    client_id: str
    deployment_id: str
    login_url: str
    launch_url: str
    jwks_url: str
    custom: dict = field(
        default_factory=lambda: {
            "group_ids": "$Moodle.Person.userGroupIds",
            "course_start": "$CourseSection.timeFrame.begin",
        }
    )
    name: str = ""
    is_active: bool = True
    description: str = ""
    redirect_urls: list[str] = field(default_factory=list)
    scopes: list[str] | None = None
    claims: list[str] | None = None

    @property
    def title(self):
        """A name to show."""
        return self.name or urlsplit(self.launch_url).netloc

    def may_redirect_to(self, url):
        """Is this an address to which a launch may be posted?"""
        return url in (self.redirect_urls or [self.launch_url])

    def may_use(self, scope):
        """Has the tool got this scope of a service?"""
        return self.scopes is None or scope in self.scopes

    def asked_for_claim(self, *names):
        """Has the tool asked for any of these claims?"""
        return self.claims is None or any(name in self.claims for name in names)


@dataclass
class Launch:
    """Who opens which activity, remembered between the login initiation and the authorisation request."""

    user: User
    course: Course
    tool: ToolLink
    activity: Activity
    language: str = "fi"
    in_window: bool = False


def demo_users():
    """The people one can log in as, by user name."""
    people = [
        User("2", "pirjo", "Pirjo", "Hallikainen", "administrator"),
        User("3", "maija", "Maija", "Koskela", groups="1"),
        User("4", "olli", "Olli", "Rantanen", groups="1,2"),
        User("5", "sami", "Sami", "Tuomola", groups="2"),
        User("6", "aino", "Aino", "Salmi", "assistant"),
        User("64", "veeti", "Veeti", "Oinonen", "student"),
    ]
    return {person.username: person for person in people}


def demo_courses():
    """A course of the staff and a course of students, by id."""
    courses = [
        Course(2, "kumppanuudet", "Henkilöstö: kumppanuudet", _activities(1)),
        Course(3, "leipuri26", "Leipuri-kondiittori 2026", _activities(4)),
    ]
    return {course.id: course for course in courses}


def _activities(first_id):
    titles = ["Asiakkuuksien hoitomalli", "Arjen kumppanuudet", "Työelämäyhteistyön menetelmät"]
    return [Activity(str(number), title) for number, title in enumerate(titles, first_id)]
