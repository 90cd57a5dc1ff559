"""What a validation finds: data, neither exceptions nor log lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing the shapes object to; things are given as CURIEs, literals in N-Triples form.

    ``component`` is SHACL's name of the constraint (empty for a check of ours), ``nearest`` the
    right value that is most like the wrong one, ``file`` and ``line`` where the thing stands
    (line 0: not known).
    """

    focus: str
    rule: str
    path: str
    value: str
    message: str
    severity: str
    component: str = ""
    label: str = ""
    nearest: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Report:
    """All findings, sorted by the thing they are about."""

    findings: tuple[Finding, ...]
    rules: int
    triples: int
    targets: Mapping[str, int] = field(default_factory=dict)
    """How many things each shape with a target looked at, by the shape's name."""

    @property
    def conforms(self) -> bool:
        """Whether nothing is a violation; warnings and remarks are allowed."""
        return not self.count("Violation")

    def count(self, severity: str) -> int:
        """How many findings are of a severity: Violation, Warning or Info."""
        return sum(finding.severity == severity for finding in self.findings)
