"""Complaints as lines."""

from __future__ import annotations

from pathlib import Path

from ivigkg.errors import Complaint, gathered


def test_the_same_message_in_one_file_is_said_once_with_all_lines() -> None:
    a, b = Path("/a.yaml"), Path("/b.yaml")
    complaints = [
        Complaint(a, 9, "uses.x", "is doubtful"),
        Complaint(a, 3, "uses.y", "is doubtful"),
        Complaint(b, 3, "uses.y", "is doubtful"),
        Complaint(a, 4, "", "is odd"),
        Complaint(a, 12, "uses.z", "is doubtful"),
        Complaint(a, 12, "uses.z.dose", "is doubtful"),
    ]
    assert gathered(complaints) == [
        "/a.yaml:3: uses.y: is doubtful (and in line 9, 12)",
        "/a.yaml:4: is odd",
        "/b.yaml:3: uses.y: is doubtful",
    ]
