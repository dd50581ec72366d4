# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Compiled twins of ``matcher.profile.characters``: the same results without a pattern or a list."""

from libc.stdint cimport uint32_t

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    bint Py_UNICODE_ISSPACE(uint32_t char)


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
