"""What is asked of a desk about who is in a conversation beside its counsellor, with the details filled in."""

from chat.identifiers import ConversationId, SeekerId, VolunteerId
from chat.routing.company_commands import HandOver, Join, LeaveCompany, TakeOver, Welcome


def joins(volunteer: str, seeker: str) -> Join:
    """Somebody comes to the conversation of *seeker*."""
    return Join(VolunteerId(volunteer), ConversationId(f"talk-{seeker}"))


def goes(volunteer: str, seeker: str) -> LeaveCompany:
    """Somebody beside the counsellor is out again."""
    return LeaveCompany(VolunteerId(volunteer), ConversationId(f"talk-{seeker}"))


def takes_over(volunteer: str, seeker: str) -> TakeOver:
    """Somebody beside the counsellor holds the conversation from now on."""
    return TakeOver(VolunteerId(volunteer), ConversationId(f"talk-{seeker}"))


def hands_over(counsellor: str, seeker: str) -> HandOver:
    """The counsellor goes, and the colleague stays."""
    return HandOver(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"))


def welcomes(seeker: str, *, afresh: bool = False) -> Welcome:
    """The young person has read that a colleague comes; *afresh*: they would rather begin again."""
    return Welcome(SeekerId(seeker), afresh)
