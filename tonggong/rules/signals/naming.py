"""What words in a name, a post or a register say; which words those are is the city's to set."""

from tonggong.rules.figures import Figures


def says(text: str, which: str, figures: Figures) -> bool:
    """Whether a text holds one of the words of a figure (`agency_words`, `at_home_words` ...).

    Raises:
        FigureMissing: the place has not entered them.
    """
    return any(str(word) in text for word in figures[f"signals.{which}"].value)
