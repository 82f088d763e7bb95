# SPDX-License-Identifier: GPL-2.0-only
"""Takes recordings apart, and puts them together again with other texts."""
import struct
import zlib

MAGIC = 0x544b4553
META, FORMAT, CAPS, ZONES_START, CHUNK, ZONES_END, STATS, END = range(1, 9)


def take_apart(path):
    """A recording's head, and the kind and data of each section."""
    with open(path, "rb") as file:
        data = file.read()
    at, sections = struct.unpack_from("=I", data, 16)[0], []
    head = data[:at]
    while at + 16 <= len(data):  # its end may be cut off
        magic, kind, size, _ = struct.unpack_from("=IIII", data, at)
        assert magic == MAGIC
        sections.append((kind, data[at + 16:at + 16 + size]))
        at += 16 + size + -size % 8
    return head, sections


def put_together(path, head, sections):
    with open(path, "wb") as file:
        file.write(head)
        for kind, data in sections:
            crc = zlib.crc32(struct.pack("=II", kind, len(data)) + data)
            file.write(struct.pack("=IIII", MAGIC, kind, len(data), crc))
            file.write(data + bytes(-len(data) % 8))
