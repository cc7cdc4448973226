"""The best sequence of labels for a table of scores, and by how much each label won."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Decoder", "Scores"]

Scores = npt.NDArray[np.int32]
_ROUNDS = 3


class Decoder:
    """Finds the best sequences for one table of steps.

    Args:
        steps: what it is worth to go from one label (row) to the next (column).  Before and behind a text stands label 0, "nothing".
    """

    def __init__(self, steps: Scores) -> None:
        self._steps = steps
        self._both = np.stack((steps.T, steps))
        self._ends = np.stack((steps[0], steps[:, 0]))
        into, out = steps - steps[:, :1], steps - steps[:1]
        self._into, self._out = into[0], out[:, 0]
        self._most_in, self._most_out = into.max(axis=0), out.max(axis=1)

    def decode(self, scores: Scores) -> tuple[list[int], list[int]]:
        """The label of each piece, and its lead over label 0.

        Pieces for which label 0 leads by more than any steps to and from another label could make up for are settled at once; the islands
        between them are searched exactly (first-order Viterbi, forwards and backwards).

        Args:
            scores: one row a piece, one column a label.

        Returns:
            Labels, and for each the best total with it less the best total with label 0 in its place (0 for label 0).
        """
        labels, leads = [0] * len(scores), [0] * len(scores)
        open_ = np.flatnonzero(self._open(scores))
        if not len(open_):
            return labels, leads
        breaks = np.flatnonzero(open_[1:] - open_[:-1] > 1)
        starts = [int(open_[0]), *open_[breaks + 1].tolist()]
        ends = [*(open_[breaks] + 1).tolist(), int(open_[-1]) + 1]
        for start, end in zip(starts, ends, strict=True):
            labels[start:end], leads[start:end] = self._island(scores[start:end])
        return labels, leads

    def _open(self, scores: Scores) -> npt.NDArray[np.bool_]:
        """Which pieces could have another label than 0 in the best sequence.

        Label t instead of 0 changes a sequence's total by the difference of their scores and by that of the steps into and out of the
        piece.  What the steps can gain at most is known; it is less where a neighbour is already settled, so settled pieces settle others.
        """
        behind = scores[:, :1] - scores
        settled: npt.NDArray[np.bool_] = (behind > self._most_in + self._most_out)[:, 1:].all(axis=1)
        before, after = np.ones_like(settled), np.ones_like(settled)
        for _ in range(_ROUNDS):
            before[1:], after[:-1] = settled[:-1], settled[1:]
            gain = np.where(before[:, None], self._into, self._most_in) + np.where(after[:, None], self._out, self._most_out)
            now: npt.NDArray[np.bool_] = (behind > gain)[:, 1:].all(axis=1)
            if np.array_equal(now, settled):
                break
            settled = now
        return np.logical_not(settled, out=settled)

    def _island(self, scores: Scores) -> tuple[list[int], list[int]]:
        """As `decode`, for pieces that stand between two of label 0.

        Forwards and backwards are one loop over pairs of rows: its cost is the number of numpy's calls, not what they compute.
        """
        count, width = scores.shape
        totals = np.empty((count, 2, width), np.int32)
        totals[:, 0], totals[:, 1] = scores, scores[::-1]
        totals[0] += self._ends
        room = np.empty_like(self._both)
        add, most = np.add, np.maximum.reduce
        for row, last in zip(totals[1:], totals[:-1, :, None], strict=True):
            add(self._both, last, out=room)
            add(row, most(room, axis=2), out=row)
        rest = totals[::-1, 1]
        whole = totals[:, 0] + rest - scores
        best = whole.max(axis=1)
        tied = np.count_nonzero(whole == best[:, None]) > count
        return self._walk(rest) if tied else whole.argmax(axis=1).tolist(), (best - whole[:, 0]).tolist()

    def _walk(self, rest: Scores) -> list[int]:
        """One of several best sequences: *rest* is what each label and all behind it are worth.

        Where two sequences are worth the same, the best label of each piece may belong to different ones.
        """
        path: list[int] = []
        last = 0
        for row in rest:
            last = int((self._steps[last] + row).argmax())
            path.append(last)
        return path
