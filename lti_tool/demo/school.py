"""The demo college: its people, its courses, and how the tool was added to its LMS."""

from dataclasses import dataclass, field

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
    """A tool as the LMS's administrator has added it; launch_url is also the only redirect URI."""

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
