# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Compiled twins of ``matcher.characters``: the same results without a pattern or a list."""

from libc.stdint cimport uint32_t

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    bint Py_UNICODE_ISSPACE(uint32_t char)
    bint Py_UNICODE_ISDECIMAL(uint32_t char)
    bint Py_UNICODE_ISALNUM(uint32_t char)


def digit_runs(str text, Py_ssize_t start, Py_ssize_t end):
    """Twin of ``plain_digit_runs``."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t index, first
    cdef list found = []
    end = min(end, PyUnicode_GET_LENGTH(text))
    index = max(start, 0)
    while index < end:
        if not 48 <= PyUnicode_READ(kind, data, index) <= 57:
            index += 1
            continue
        first = index
        while index < end and 48 <= PyUnicode_READ(kind, data, index) <= 57:
            index += 1
        if index - first > 1:
            found.append((first, index))
    return found


def count_words(str text):
    """Twin of ``plain_count_words``."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t index, count = 0
    cdef bint inside = False, blank
    for index in range(PyUnicode_GET_LENGTH(text)):
        blank = Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, index))
        count += inside and blank
        inside = not blank
    return count + inside


def number_starts(str text):
    """Twin of ``plain_number_starts``."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t index
    cdef uint32_t char, before = 32
    cdef list found = []
    for index in range(PyUnicode_GET_LENGTH(text)):
        char = PyUnicode_READ(kind, data, index)
        if char == 43 or char == 40 or Py_UNICODE_ISDECIMAL(char):
            if before not in (43, 45, 46, 47, 95) and not Py_UNICODE_ISALNUM(before):
                found.append(index)
        before = char
    return found
