"""Who reviews whose work: anonymous, each work the same number of times, nobody their own.

A self-paced course has no moment when all works are there, so they come in rounds: as many newcomers as can review
one another make a round of their own, in a ring; whoever is left over, comes late or loses a reviewer is served from
among everybody, those with the least to do first.
"""

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Work:
    """A work in the pool. `author` is an enrolment; `takes_part`: has not left the course."""

    id: int
    author: int
    takes_part: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """`reviewer` (an enrolment) reviews `work`. One that `counts` was given, or still has time to be."""

    reviewer: int
    work: int
    counts: bool = True


MOST_TIMES = 2  # nobody is asked for more than this many times their share, whoever else lets others down


def allot(works: Sequence[Work], existing: Collection[Pair], reviews: int, *, seed: int) -> list[Pair]:
    """The reviews to ask for now, beside the existing ones: so many for each work, or as many as there are others.

    Works of people who have left get no more, and they are asked for none. Each author has one work in the pool.
    """
    taking_part = [work for work in works if work.takes_part]
    share = min(reviews, len(taking_part) - 1)
    if share < 1:
        return []
    chance = random.Random(seed)  # noqa: S311 - fairness, not a secret
    round_ = _Round(taking_part, existing, share, chance)
    round_.ring()
    round_.serve_works()
    round_.serve_reviewers()
    return round_.made


class _Round:
    def __init__(self, works: Sequence[Work], existing: Collection[Pair], share: int, chance: random.Random) -> None:
        self.works = list(works)
        chance.shuffle(self.works)
        self.share = share
        self.asked = {(pair.reviewer, pair.work) for pair in existing}
        self.load = Counter(pair.reviewer for pair in existing)
        self.served = Counter(pair.work for pair in existing if pair.counts)
        self.let_down = {pair.reviewer for pair in existing if not pair.counts}
        self.made: list[Pair] = []

    def _ask(self, reviewer: int, work: int) -> None:
        self.asked.add((reviewer, work))
        self.load[reviewer] += 1
        self.served[work] += 1
        self.made.append(Pair(reviewer, work))

    def ring(self) -> None:
        """Newcomers review those who stand next to them in a ring: exactly the same number given and got."""
        ring = [work for work in self.works if not self.served[work.id] and not self.load[work.author]]
        if len(ring) <= self.share:
            return
        for place, work in enumerate(ring):
            for step in range(1, self.share + 1):
                self._ask(work.author, ring[(place + step) % len(ring)].id)

    def serve_works(self) -> None:
        """Each work gets its number: from whoever was asked least, and rather not from who let others down."""
        for work in sorted(self.works, key=lambda each: self.served[each.id]):
            wanting = self.share - self.served[work.id]
            if wanting <= 0:  # nearly all of them, so that a pool of thousands takes no longer than its newcomers
                continue
            others = [w.author for w in self.works if w.author != work.author and self._may_ask(w.author, work.id)]
            others.sort(key=lambda author: (author in self.let_down, self.load[author]))
            for author in others[:wanting]:
                self._ask(author, work.id)

    def _may_ask(self, author: int, work: int) -> bool:
        return (author, work) not in self.asked and self.load[author] < MOST_TIMES * self.share

    def serve_reviewers(self) -> None:
        """Whoever has fewer to review than their share gets more, of the works with the fewest reviews."""
        for author in [work.author for work in self.works]:
            wanting = self.share - self.load[author]
            if wanting <= 0:
                continue
            others = [w for w in self.works if w.author != author and (author, w.id) not in self.asked]
            others.sort(key=lambda work: self.served[work.id])
            for work in others[:wanting]:
                self._ask(author, work.id)


def is_time_to_allot(
    waiting_since: Sequence[datetime],
    reviews: int,
    *,
    is_due_over: bool,
    has_due: bool,
    patience: timedelta,
    now: datetime,
) -> bool:
    """Whether works that nobody has been asked to review yet get their reviewers now.

    `waiting_since`: when each was handed in. Before a due moment that is the same for all, nothing is allotted;
    otherwise as soon as a round is full, or the oldest has waited as long as a review may take.
    """
    if not waiting_since or (has_due and not is_due_over):
        return False
    return is_due_over or len(waiting_since) > reviews or now - min(waiting_since) >= patience
