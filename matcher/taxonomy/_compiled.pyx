# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
# cython: cdivision=True, nonecheck=False
"""Compiled twins of the lexicon's inner loops: the same results, twenty times as fast.

Each function here equals the Python function whose name its docstring gives; that one is the
reference, and runs where nothing could be compiled.  The laws in ``tests/taxonomy`` run on both.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_FromKindAndData
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t

from matcher.taxonomy.company import (
    BULLETS,
    ENDING,
    LINE_SIGNS,
    LISTED_FROM,
    OPENING,
    PROSE_LINE,
    ROLES,
    is_named,
    is_near,
)
from matcher.taxonomy.normal import BREAK, MIN_BROKEN_WORDS, SIGNS, without_joints

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    bint Py_UNICODE_ISALNUM(uint32_t char)
    bint Py_UNICODE_ISALPHA(uint32_t char)
    uint32_t Py_UNICODE_TOLOWER(uint32_t char)

# As in matcher/taxonomy/names.py.
cdef enum:
    FURTHER = 2
    SIGNED = 4
    SPACED = 8
    LEAD = 16
    PLACE_SHIFT = 5
    NAMED = 1 << PLACE_SHIFT

cdef uint64_t HASH_START = 14695981039346656037ULL
cdef uint64_t HASH_STEP = 1099511628211ULL
cdef uint64_t HIGH_HALF = 0xFFFFFFFF00000000ULL
cdef uint64_t LOW_HALF = 0xFFFFFFFFULL

#: Folded form of each character below 128: lower case, "-" kept, white space but "\n" to a space.
cdef uint8_t ASCII_FOLD[128]
cdef uint8_t IS_WORD[128]
cdef uint8_t LINE_SIGN[128]
cdef uint8_t CLOSING[128]


cdef void _fill_tables():
    cdef int code
    for code in range(128):
        char = chr(code)
        ASCII_FOLD[code] = ord(char.lower())
        IS_WORD[code] = char.isalnum() or char == "_"
        LINE_SIGN[code] = char in " \t\r*-+>0123456789.)(|:;,"
        CLOSING[code] = char in " \t\r\n.,;:)]|/"
    for char, plain in SIGNS:
        if ord(char) < 128:
            ASCII_FOLD[<int>ord(char)] = ord(plain)


_fill_tables()
_WIDE_SIGNS = {ord(char): ord(plain) for char, plain in SIGNS if ord(char) >= 128}
cdef uint32_t BREAK_CHAR = ord(BREAK)


cdef inline bint is_word(uint32_t char) noexcept:
    return IS_WORD[char] if char < 128 else Py_UNICODE_ISALNUM(char)


cdef inline bint is_digit(uint32_t char) noexcept:
    return 48 <= char <= 57


cdef inline uint64_t step(uint64_t hashed, uint32_t char) noexcept:
    return (hashed ^ char) * HASH_STEP


cdef struct Text:
    int kind
    void* data
    Py_ssize_t size


cdef inline Text text_of(str text):
    cdef Text view
    view.kind = PyUnicode_KIND(text)
    view.data = PyUnicode_DATA(text)
    view.size = PyUnicode_GET_LENGTH(text)
    return view


cdef inline uint32_t at(Text* text, Py_ssize_t index) noexcept:
    return PyUnicode_READ(text.kind, text.data, index)


def fold(str original, bint breaks):
    """``Folded.of`` as (text, cuts, shifts); None where the reference has to look at it.

    That is where words may be broken, and where lower case is no matter of single characters.
    """
    cdef Text source = text_of(original)
    cdef Py_ssize_t size = source.size, index, run_start, written = 0, shift = 0
    cdef bint line_feeds = "\n" in original
    cdef uint32_t char, before = 0
    cdef int broken = 0, kind = source.kind
    cdef bint hard, line_seen
    cdef void* buffer = PyMem_Malloc(max(size, 1) * kind)
    cdef list cuts = [], shifts = []
    if buffer == NULL:
        raise MemoryError
    try:
        index = 0
        while index < size:
            char = at(&source, index)
            if 65 <= char <= 90:
                if char != 65 and char != 73 and not is_alnum(before) and index + 2 < size:
                    if at(&source, index + 1) in (32, 160) and 97 <= at(&source, index + 2) <= 122:
                        broken += 1
                        if broken >= MIN_BROKEN:
                            return None
            elif char == 0x3A3 or char == 0x130:
                return None
            before = char
            char = folded_char(char, line_feeds)
            if char != 32 and char != 10 and char != 45:
                write(kind, buffer, written, char)
                written += 1
                index += 1
                continue
            run_start = index
            hard = False
            line_seen = False
            while char == 32 or char == 10 or char == 45:
                if char == 10:
                    hard = hard or line_seen
                    line_seen = True
                elif char == 45:
                    hard = hard or line_seen
                    line_seen = False
                index += 1
                if index >= size:
                    break
                before = at(&source, index - 1)
                char = folded_char(at(&source, index), line_feeds)
            before = at(&source, index - 1)
            if index - run_start == 1:
                write(kind, buffer, written, 32)
                written += 1
                continue
            write(kind, buffer, written, BREAK_CHAR if breaks and hard else 32)
            written += 1
            shift += index - run_start - 1
            cuts.append(index - shift)
            shifts.append(shift)
        return PyUnicode_FromKindAndData(kind, buffer, written), tuple(cuts), tuple(shifts)
    finally:
        PyMem_Free(buffer)


cdef int MIN_BROKEN = MIN_BROKEN_WORDS


def may_be_broken(str text):
    """Whether so many capitals stand apart from their words that a text may be letter-spaced."""
    cdef Text source = text_of(text)
    cdef Py_ssize_t index
    cdef uint32_t char
    cdef int broken = 0
    for index in range(source.size - 2):
        char = at(&source, index)
        if 66 <= char <= 90 and char != 73 and at(&source, index + 1) in (32, 160):
            if 97 <= at(&source, index + 2) <= 122 and not (
                index and is_alnum(at(&source, index - 1))
            ):
                broken += 1
                if broken >= MIN_BROKEN:
                    return True
    return False


cdef inline bint is_alnum(uint32_t char) noexcept:
    return char != 95 and is_word(char)


cdef inline void write(int kind, void* buffer, Py_ssize_t index, uint32_t char) noexcept:
    if kind == 1:
        (<uint8_t*>buffer)[index] = <uint8_t>char
    elif kind == 2:
        (<uint16_t*>buffer)[index] = <uint16_t>char
    else:
        (<uint32_t*>buffer)[index] = <uint32_t>char


cdef inline uint32_t folded_char(uint32_t char, bint line_feeds):
    """One character as ``_lines`` gives it: the space, "\\n" and "-" still separate."""
    if char < 128:
        if char == 13 and not line_feeds:
            return 10
        return ASCII_FOLD[char]
    if char in (0x85, 0xA0, 0xAD) or 0x1680 <= char <= 0x3000 or char == 0x2BC:
        plain = _WIDE_SIGNS.get(char)
        if plain is not None:
            return plain
    return Py_UNICODE_TOLOWER(char)


cdef class NameFinder:
    """Twin of ``Lexicon._scan`` over the keys and codes of a ``NameTable``."""

    cdef str keys
    cdef Text view
    # Of each key where it starts in ``keys``, and its code; one more start closes the last key.
    cdef uint32_t* entries
    # The high half of a key's hash, then its number from 1: one look tells most strangers.
    cdef uint64_t* slots
    cdef uint64_t mask
    cdef Py_ssize_t count

    def __cinit__(self, str keys, bytes codes):
        cdef Py_ssize_t index, key, size
        cdef uint64_t hashed, slot
        cdef const uint8_t* raw = codes
        self.keys = keys
        self.view = text_of(keys)
        self.count = len(codes) // 4
        size = 1
        while size < 2 * self.count + 2:
            size *= 2
        self.mask = size - 1
        self.entries = <uint32_t*>PyMem_Calloc(2 * self.count + 2, 4)
        self.slots = <uint64_t*>PyMem_Calloc(size, 8)
        if not (self.entries and self.slots):
            raise MemoryError
        if keys.count("\n") + 1 != max(self.count, 1):
            raise ValueError("as many codes as keys")
        for index in range(self.count):
            self.entries[2 * index + 1] = (<const uint32_t*>raw)[index]
        hashed = HASH_START
        key = 0
        for index in range(self.view.size + 1 if self.count else 0):
            if index < self.view.size and at(&self.view, index) != 10:
                hashed = step(hashed, at(&self.view, index))
                continue
            slot = (hashed ^ (hashed >> 32)) & self.mask
            while self.slots[slot]:
                slot = (slot + 1) & self.mask
            key += 1
            self.slots[slot] = (hashed & HIGH_HALF) | <uint64_t>key
            self.entries[2 * key] = <uint32_t>index + 1
            hashed = HASH_START

    def __dealloc__(self):
        PyMem_Free(self.entries)
        PyMem_Free(self.slots)

    cdef inline uint32_t code(
        self, Text* text, Py_ssize_t start, Py_ssize_t end, uint64_t hashed
    ) noexcept:
        """Code of the key that these characters are; 0 for none."""
        cdef uint64_t slot = (hashed ^ (hashed >> 32)) & self.mask, found
        cdef uint64_t half = hashed & HIGH_HALF
        cdef Py_ssize_t first, index, key
        while True:
            found = self.slots[slot]
            if not found:
                return 0
            if found & HIGH_HALF == half:
                key = 2 * (<Py_ssize_t>(found & LOW_HALF) - 1)
                first = self.entries[key]
                if <Py_ssize_t>self.entries[key + 2] - 1 - first == end - start:
                    index = 0
                    while index < end - start and (
                        at(text, start + index) == at(&self.view, first + index)
                    ):
                        index += 1
                    if index == end - start:
                        return self.entries[key + 1]
            slot = (slot + 1) & self.mask

    cdef uint32_t code_of(self, Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
        cdef uint64_t hashed = HASH_START
        cdef Py_ssize_t index
        for index in range(start, end):
            hashed = step(hashed, at(text, index))
        return self.code(text, start, end, hashed)

    def scan(self, str chars):
        """Start, end and place of the names at word boundaries, the longest at each start."""
        cdef Text text = text_of(chars)
        cdef Py_ssize_t index = 0, start, reached = 0, low, earlier, stop
        cdef Py_ssize_t match[3]
        cdef uint64_t hashed, hashed_too
        cdef uint32_t code
        cdef bint found_one
        cdef list found = []
        while index < text.size:
            if not is_word(at(&text, index)):
                index += 1
                continue
            start = index
            hashed = HASH_START
            while index < text.size and is_word(at(&text, index)):
                hashed = step(hashed, at(&text, index))
                index += 1
            if start < reached:
                continue
            code = self.code(&text, start, index, hashed)
            if code < FURTHER and not is_digit(at(&text, index - 1)):
                continue
            found_one = False
            if is_digit(at(&text, index - 1)):
                stop = index
                while stop > start and is_digit(at(&text, stop - 1)):
                    stop -= 1
                code |= self.code_of(&text, start, stop) & LEAD
            if code & LEAD:
                low = start
                while low > reached and not is_word(at(&text, low - 1)):
                    low -= 1
                for earlier in range(low, start):
                    hashed_too = self.hash_of(&text, earlier, index)
                    if self.longest(&text, earlier, index, hashed_too, match, None):
                        found_one = True
                        break
            if not found_one:
                found_one = self.longest(&text, start, index, hashed, match, None)
            if found_one:
                found.append((match[0], match[1], match[2]))
                reached = match[1]
        return found

    def every(self, str chars):
        """Twin of ``Lexicon._every``."""
        cdef Text text = text_of(chars)
        cdef Py_ssize_t index = 0, start, low, earlier, stop
        cdef Py_ssize_t match[3]
        cdef uint64_t hashed, hashed_too
        cdef uint32_t code
        cdef set places = set()
        while index < text.size:
            if not is_word(at(&text, index)):
                index += 1
                continue
            start = index
            hashed = HASH_START
            while index < text.size and is_word(at(&text, index)):
                hashed = step(hashed, at(&text, index))
                index += 1
            code = self.code(&text, start, index, hashed)
            if code < FURTHER and not is_digit(at(&text, index - 1)):
                continue
            if is_digit(at(&text, index - 1)):
                stop = index
                while stop > start and is_digit(at(&text, stop - 1)):
                    stop -= 1
                code |= self.code_of(&text, start, stop) & LEAD
            if code & LEAD:
                low = start
                while low and not is_word(at(&text, low - 1)):
                    low -= 1
                for earlier in range(low, start):
                    hashed_too = self.hash_of(&text, earlier, index)
                    self.longest(&text, earlier, index, hashed_too, match, places)
            self.longest(&text, start, index, hashed, match, places)
        return places

    cdef uint64_t hash_of(self, Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
        cdef uint64_t hashed = HASH_START
        cdef Py_ssize_t index
        for index in range(start, end):
            hashed = step(hashed, at(text, index))
        return hashed

    cdef bint longest(
        self,
        Text* text,
        Py_ssize_t start,
        Py_ssize_t end,
        uint64_t hashed,
        Py_ssize_t* match,
        set places,
    ) except -1:
        """Twin of ``Lexicon._from``; ``end`` is that of the first word.

        With ``places`` twin of ``Lexicon._all_from``, whose places are added.
        """
        cdef uint32_t code, tail
        cdef Py_ssize_t stop, size = text.size
        cdef bint known = False, whole
        while True:
            code = self.code(text, start, end, hashed)
            if code >= NAMED and (places is not None or ends_after_word(text, start, end)):
                if places is not None:
                    places.add(code >> PLACE_SHIFT)
                match[0] = start
                match[1] = end
                match[2] = code >> PLACE_SHIFT
                known = whole = True
            else:
                whole = False
            if is_digit(at(text, end - 1)) and (places is not None or not whole):
                stop = end
                while stop > start and is_digit(at(text, stop - 1)):
                    stop -= 1
                if stop - start > 2 and Py_UNICODE_ISALPHA(at(text, stop - 1)):
                    tail = self.code_of(text, start, stop) >> PLACE_SHIFT
                    if tail:
                        if places is not None:
                            places.add(tail)
                        match[0] = start
                        match[1] = stop
                        match[2] = tail
                        known = True
            if code & (SIGNED | SPACED):
                while end < size and not is_word(at(text, end)):
                    hashed = step(hashed, at(text, end))
                    end += 1
                    tail = self.code(text, start, end, hashed) >> PLACE_SHIFT
                    if tail and (places is not None or ends_after_sign(text, end)):
                        if places is not None:
                            places.add(tail)
                        match[0] = start
                        match[1] = end
                        match[2] = tail
                        known = True
                if end >= size:
                    return known
            elif code & FURTHER and end + 1 < size and is_word(at(text, end + 1)):
                hashed = step(hashed, at(text, end))
                end += 1
            else:
                return known
            while end < size and is_word(at(text, end)):
                hashed = step(hashed, at(text, end))
                end += 1


cdef inline bint ends_after_word(Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    cdef uint32_t after
    if end >= text.size:
        return True
    after = at(text, end)
    if after == 35:
        return False
    return after != 43 or (
        end - start > 1 and not (end + 1 < text.size and at(text, end + 1) == 43)
    )


cdef inline bint ends_after_sign(Text* text, Py_ssize_t end) noexcept:
    return end >= text.size or at(text, end) != at(text, end - 1) or at(text, end - 1) == 41


_WIDE_LINE_SIGNS = frozenset(ord(char) for char in LINE_SIGNS if ord(char) >= 128)


cdef inline bint is_line_sign(uint32_t char):
    return LINE_SIGN[char] if char < 128 else char in _WIDE_LINE_SIGNS


def in_company(scene, list found, list guards, list skills):
    """Twin of ``company.in_company``."""
    cdef str original = scene.text, folded = scene.chars
    cdef Text text = text_of(original), chars = text_of(folded)
    cdef Py_ssize_t count = len(found), index, low, high = 0, other, start, end, first, last
    cdef bint sure = False, likely = False, many = False, item, in_list, case, company
    cdef list kept = []
    cdef bint everything = scene.listed
    cdef tuple cuts = scene.folded.cuts, shifts = scene.folded.shifts
    cdef Py_ssize_t cut = 0, until, cut_count = len(cuts)
    cdef list areas = list(scene.ranges)
    cdef Py_ssize_t area = 0, area_count = len(areas)
    cdef tuple name
    cdef str surface
    for index in range(count):
        name = <tuple>found[index]
        guard = guards[index]
        if guard is None:
            kept.append(name)
            continue
        if index >= high:
            low = index
            high = index + 1
            while low and joined(&chars, (<tuple>found[low - 1])[1], (<tuple>found[low])[0]):
                low -= 1
            while high < count and joined(
                &chars, (<tuple>found[high - 1])[1], (<tuple>found[high])[0]
            ):
                high += 1
            sure = likely = many = False
            if high - low > 1:
                for other in range(low, high):
                    if guards[other] is None or not guards[other].company:
                        sure = True
                other = len(set(skills[low:high]))
                likely = sure or other > 1
                many = other >= MANY
        start = name[0]
        end = name[1]
        if guard.excluded and is_excluded(folded, start, end, guard):
            continue
        case = guard.case
        company = guard.company
        against = guard.against
        if not (case or company or against):
            kept.append(name)
            continue
        while cut < cut_count and <Py_ssize_t>cuts[cut] <= start:
            cut += 1
        first = start + (<Py_ssize_t>shifts[cut - 1] if cut else 0)
        until = cut
        while until < cut_count and <Py_ssize_t>cuts[until] < end:
            until += 1
        last = end + (<Py_ssize_t>shifts[until - 1] if until else 0)
        if (case or company) and in_compound(original, &text, first, last):
            continue
        while area < area_count and <Py_ssize_t>areas[area][1] <= first:
            area += 1
        in_list = everything or (area < area_count and <Py_ssize_t>areas[area][0] <= first)
        item = in_list and is_item(&text, first, last)
        if against and not (sure or item) and is_near(folded, start, end, against):
            continue
        if case or (company and not likely):
            alone = item or alone_on_line(&text, first, last)
            if case:
                surface = original[first:last]
                if not is_spelt(surface, guard.spelling):
                    if ROLES.match(folded, end):
                        kept.append(name)
                        continue
                    closed = last >= text.size or is_closing(at(&text, last)) or follows_and_or(
                        &chars, end
                    )
                    if not (
                        item
                        or (alone and surface.isupper())
                        or (closed and (sure or (many and surface.islower())))
                    ):
                        continue
            if not (alone or in_list) and company and not likely:
                if not is_named(folded, start, end, guard.near):
                    continue
        kept.append(name)
    return kept


cdef int MANY = LISTED_FROM
cdef int PROSE = PROSE_LINE
_OPENING_SIGNS = frozenset(ord(char) for char in OPENING + "\r\n")
_BULLET_SIGNS = frozenset(ord(char) for char in BULLETS)
_ENDING_SIGNS = frozenset(ord(char) for char in ENDING)


cdef inline bint is_blank(uint32_t char) noexcept:
    return char == 32 or char == 9 or char == 160


cdef bint is_item(Text* text, Py_ssize_t first, Py_ssize_t last):
    """Twin of ``company.is_item``."""
    cdef Py_ssize_t index = first, edge = max(0, first - 8), size = text.size
    cdef bint tab = False, opened
    cdef uint32_t char, other
    while index > edge and is_blank(at(text, index - 1)):
        index -= 1
        tab = tab or at(text, index) == 9
    opened = tab or first - index > 1 or (index == 0 and edge == 0)
    if not opened and index > edge:
        char = at(text, index - 1)
        opened = char in _OPENING_SIGNS or (index < first and char in _BULLET_SIGNS)
        if not opened and index - edge >= 2:
            other = at(text, index - 2) | 32
            char |= 32
            if other == 111 and char == 114:
                opened = index - 2 == edge or at(text, index - 3) == 32
            elif other == 110 and char == 100 and index - edge >= 3:
                opened = at(text, index - 3) | 32 == 97 and (
                    index - 3 == edge or at(text, index - 4) == 32
                )
    if not opened:
        return False
    index = last
    edge = min(size, last + 8)
    tab = False
    while index < edge and is_blank(at(text, index)):
        tab = tab or at(text, index) == 9
        index += 1
    if tab or index - last > 1 or index == edge:
        return True
    char = at(text, index)
    if char in _ENDING_SIGNS or is_decimal(char):
        return True
    return starts_with(text, index, edge, b"and ") or starts_with(text, index, edge, b"or ")


cdef bint is_decimal(uint32_t char):
    return is_digit(char) if char < 128 else chr(char).isdigit()


cdef bint starts_with(
    Text* text, Py_ssize_t index, Py_ssize_t edge, const char* word
) noexcept:
    """Whether an ASCII word stands there, in whatever capitals."""
    cdef Py_ssize_t place = 0
    cdef uint32_t char
    while word[place]:
        if index + place >= edge:
            return False
        char = at(text, index + place)
        if 65 <= char <= 90:
            char += 32
        if char != <uint32_t>word[place]:
            return False
        place += 1
    return True


cdef inline bint is_version(uint32_t char) noexcept:
    return is_digit(char) or char == 120


cdef bint joined(Text* chars, Py_ssize_t low, Py_ssize_t high) noexcept:
    """Twin of ``company._joined`` on the characters between two names."""
    cdef Py_ssize_t index = low, after
    cdef uint32_t char
    if high <= low:
        return False
    if is_digit(at(chars, index)):
        while index < high and is_digit(at(chars, index)):
            index += 1
        while index + 1 < high and at(chars, index) == 46 and is_version(at(chars, index + 1)):
            index += 1
            while index < high and is_version(at(chars, index)):
                index += 1
    if high - index < 1 or high - index >= 12:
        return False
    if at(chars, index) == 32:
        index += 1
    if index >= high:
        return False
    while index < high:
        after = index
        while after < high:
            char = at(chars, after)
            if char in (44, 47, 59, 124, 8226, 183, 43, 38, 58, 40, 41):
                after += 1
            elif char == 46 and after + 1 < high and at(chars, after + 1) == 32:
                after += 1
            else:
                break
        if after > index:
            if after < high and at(chars, after) == 32:
                after += 1
        else:
            after = after_joining_word(chars, index, high, 0)
            if not after:
                return False
        index = after
    return True


cdef const char** JOINING_WORDS = ["and/or ", "and ", "or ", "with ", "plus "]


cdef Py_ssize_t after_joining_word(
    Text* chars, Py_ssize_t low, Py_ssize_t high, int first_word
) noexcept:
    """Offset behind one of the joining words that stands at ``low``; 0 for none."""
    cdef int word, index
    for word in range(first_word, 5):
        index = 0
        while JOINING_WORDS[word][index] and low + index < high and (
            at(chars, low + index) == <uint32_t>JOINING_WORDS[word][index]
        ):
            index += 1
        if not JOINING_WORDS[word][index]:
            return low + index
    return 0


cdef bint follows_and_or(Text* chars, Py_ssize_t end) noexcept:
    """Twin of ``company._AND_OR.match``."""
    if end >= chars.size or at(chars, end) != 32:
        return False
    return after_joining_word(chars, end + 1, chars.size, 1) > 0


cdef bint is_excluded(str chars, Py_ssize_t start, Py_ssize_t end, guard):
    """Twin of ``company._excluded``."""
    cdef Text text = text_of(chars)
    cdef Py_ssize_t place, high, size, reach = guard.reach
    cdef str phrase, window = chars[max(0, start - reach) : end + reach]
    for phrase in <tuple>guard.excluded:
        if phrase in window:
            size = len(phrase)
            high = end + size
            place = chars.find(phrase, max(0, start - size), high)
            while place >= 0:
                if place <= start and place + size >= end and stands_alone(
                    &text, place, place + size
                ):
                    return True
                place = chars.find(phrase, place + 1, high)
    return False


cdef bint stands_alone(Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    if start and is_alnum(at(text, start - 1)):
        return False
    return not (end < text.size and is_alnum(at(text, end)))


cdef bint in_compound(str original, Text* text, Py_ssize_t first, Py_ssize_t last):
    """Twin of ``company._in_compound``."""
    cdef uint32_t after, beyond
    if first > 1 and is_tie(at(text, first - 1)) and is_alnum(at(text, first - 2)):
        return True
    if last + 1 >= text.size:
        return False
    after = at(text, last)
    beyond = at(text, last + 1)
    if not is_tie(after) or not is_alnum(beyond):
        return last - first == 1 and after == 46 and is_alnum(beyond)
    return beyond != 115 and not original.startswith(("based", "like", "lang"), last + 1)


cdef inline bint is_tie(uint32_t char) noexcept:
    return char in (45, 8208, 8209, 38, 39, 8217)


cdef inline bint is_closing(uint32_t char) noexcept:
    return char < 128 and CLOSING[char]


cdef bint is_spelt(str surface, str spelling):
    """Twin of ``company._is_spelt``."""
    if surface == spelling:
        return True
    if len(surface) == len(spelling) + 1 and surface[len(spelling)] == "s":
        return surface.startswith(spelling)
    return " " in surface and without_joints(surface) in (spelling, spelling + "s")


cdef bint alone_on_line(Text* text, Py_ssize_t first, Py_ssize_t last):
    """Twin of ``company._alone_on_line``."""
    cdef Py_ssize_t index = first - 1, end
    cdef uint32_t opening = 0
    while index >= 0 and at(text, index) != 10:
        if not is_line_sign(at(text, index)):
            return False
        if not is_space(at(text, index)):
            opening = at(text, index)
        index -= 1
    index = last
    while index < text.size and at(text, index) != 10:
        if not is_line_sign(at(text, index)):
            return False
        index += 1
    if index >= text.size or (opening or at(text, first)) in _BULLET_SIGNS:
        return True
    end = index
    index += 1
    while index < text.size and at(text, index) != 10:
        index += 1
    return index - end <= PROSE


cdef inline bint is_space(uint32_t char):
    return char == 32 or 9 <= char <= 13 or (char >= 28 and chr(char).isspace())


def mentions(list found, tuple cuts, tuple shifts, owners, list ids, make, span, exact, alias):
    """Twin of ``Lexicon._mentions``."""
    cdef Py_ssize_t cut_count = len(cuts), cut = 0, until, start, end, owner
    cdef list made = []
    cdef tuple name
    for name in found:
        start = name[0]
        end = name[1]
        while cut < cut_count and <Py_ssize_t>cuts[cut] <= start:
            cut += 1
        until = cut
        while until < cut_count and <Py_ssize_t>cuts[until] < end:
            until += 1
        owner = owners[name[2]]
        words = span(
            start + (<Py_ssize_t>shifts[cut - 1] if cut else 0),
            end + (<Py_ssize_t>shifts[until - 1] if until else 0),
        )
        made.append(make(ids[owner >> 1], words, exact if owner & 1 else alias))
    return made
