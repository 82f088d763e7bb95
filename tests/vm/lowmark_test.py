#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What the analyses share: events of recordings and of the kernel's own trace."""
import collections
import gc
import glob
import json
import os
import re
import struct
import subprocess

# How hard a compaction tries, and the kernel's number of it
PRIORITIES = {"sync-full": 0, "sync-light": 1, "async": 2}

# To look for cycles among a million events takes as long as to read them.
gc.disable()


def zone_indices(zoneinfo):
    """{"DMA": 0, ...} of a kernel, which lists the zones that it was built with."""
    with open(zoneinfo, encoding="ascii") as text:
        names = re.findall(r"^Node 0, zone +(\w+)", text.read(), re.M)
    return {name: index for index, name in enumerate(names)}


def zones_in(zoneinfo):
    """{zone: {"min": N, ...}} of a copy of /proc/zoneinfo; a zone without pages
    tells nothing but that."""
    found = {}
    with open(zoneinfo, encoding="ascii") as text:
        parts = re.split(r"^Node ", text.read(), flags=re.M)[1:]
    for part in parts:
        head = re.match(r"(\d+), zone +(\w+)", part)
        found[f"{head[1]}:{head[2]}"] = {
            key: int(value) for key, value in
            re.findall(r"^ +(min|low|high|managed|boost) +(\d+)$", part, re.M)}
    return found


def judge(good, name, *remarks):
    """Print one result, with the reasons if it is a bad one; on its line, which is
    what a summary of failures shows, the begins of them."""
    if good:
        print("ok", name)
        return
    for remark in remarks:
        print("#", remark)
    print("not ok", name, "#", " | ".join(str(remark)[:400] for remark in remarks[:6]))


def events_of(tool, path, *kinds):
    """The events of a recording one by one; of these kinds only, if any."""
    command = [tool, "trace", "--json", path]
    if kinds:
        command[2:2] = ["--filter", " || ".join("event==" + k for k in kinds)]
    decode = json.JSONDecoder().raw_decode  # half the time of json.loads()
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8",
                          bufsize=1 << 20) as process:
        for line in process.stdout:
            event, end = decode(line)
            if line[end:] != "\n":
                raise SystemExit(f"more than an event: {line}")
            # The tool's filter lets losses through always.
            if not kinds or event["event"] in kinds:
                yield event
    if process.returncode:
        raise SystemExit(f"{tool} trace: status {process.returncode}")


def report_of(tool, path):
    """What the tool's report says of a recording."""
    return json.loads(subprocess.run([tool, "report", "--json", path], check=True,
                                     capture_output=True, text=True).stdout)


def recording(tool, path):
    """All events of a recording that is not too large to keep."""
    return list(events_of(tool, path))


def owner(event):
    """The task, or the CPU's interrupt or idle loop, that an event is of."""
    if event["ctx"] != "task" or not event["pid"]:
        return event["ctx"], event["cpu"]
    return event["pid"]


CHUNK = struct.pack("<I", 0x4b4d574c)
KEPT = 1  # of a record's flags
Format = collections.namedtuple("Format", "kinds words header entries")
Chunk = collections.namedtuple("Chunk", "at cpu length seq first last seen")
Record = collections.namedtuple("Record", "at dt kind words ctx flags")


def raw_format(path):
    """The debugfs file "format": {number: name} and {number: words} of records, and
    length and entries of a chunk's header."""
    kinds, words, header = {}, {}, []
    with open(path, encoding="ascii") as lines:
        for line in lines:
            word = line.split()
            if word and word[0] == "record":
                kinds[int(word[1])] = word[2]
                words[int(word[1])] = int(word[3]) // 8
            elif word and word[0] == "chunk":
                header = map(int, word[1:3])
    return Format(kinds, words, *header)


def raw_chunks(data, form):
    """The chunks in a file's bytes, by their magic, whatever is around them."""
    at = data.find(CHUNK)
    while at >= 0:
        size, major, entries, cpu, length, seq, first, last = \
            struct.unpack_from("<HBBIIQQQ", data, at + 4)
        good = size == form.header and entries == form.entries and major == 1
        if good:
            yield Chunk(at, cpu, length, seq, first, last,
                        struct.unpack_from(f"<{entries}Q", data, at + 48))
        at = data.find(CHUNK, at + max(length if good else 4, 4))


def raw_records(data, form, chunk):
    """The records of a chunk; one that is torn is the last one, with no words."""
    place, end = chunk.at + form.header, min(chunk.at + chunk.length, len(data))
    while place + 8 <= end:
        dt, kind, words, ctx, flags = struct.unpack_from("<IBBBB", data, place)
        if form.words.get(kind) != words or place + 8 * words > end:
            words = 0
        yield Record(place, dt, kind, words, ctx, flags)
        if not words:
            break
        place += 8 * words


def stats(path):
    """{(cpu, kind): {"written": N, ...}} of the debugfs file "stats"."""
    found = {}
    with open(path, encoding="ascii") as lines:
        for line in lines:
            word = line.split()
            if len(word) > 4 and word[0] == "cpu" and word[2] == "kind":
                numbers = zip(word[4::2], map(int, word[5::2]))
                found[int(word[1]), word[3]] = dict(numbers)
    return found


class Gfp:
    """Turns the tool's gfp texts back to masks, by the file "format"."""

    def __init__(self, path):
        self.mask = {}
        with open(path, encoding="ascii") as lines:
            for line in lines:
                word = line.split()
                if word and word[0] == "gfp":
                    name = word[2].replace("__GFP_", "")
                    self.mask.setdefault(name, int(word[1], 16))

    def __call__(self, text):
        mask = 0
        for name in text.split("|"):
            mask |= self.mask[name] if name in self.mask else int(name, 0)
        return mask


def fields(path):
    """The id and the fields of one tracefs format file."""
    found = {}
    with open(path, encoding="ascii") as lines:
        text = lines.read()
    for m in re.finditer(r"field:[^;]*?(\w+)(?:\[\d+\])?;\s*offset:(\d+);"
                         r"\s*size:(\d+);\s*signed:(\d);", text):
        found[m[1]] = int(m[2]), int(m[3]), m[4] == "1"
    return int(re.search(r"^ID: (\d+)", text, re.M)[1]), found


def entries(page):
    """(time, payload) of one page of the kernel's ring buffer."""
    time, commit = struct.unpack_from("<QQ", page)
    if commit & (1 << 31):
        raise SystemExit("the kernel's own trace lost events")
    at, end = 16, 16 + (commit & 0xfffff)
    while at < end:
        head, = struct.unpack_from("<I", page, at)
        kind, delta = head & 31, head >> 5
        array, = struct.unpack_from("<I", page, at + 4)
        if kind == 29:
            at += 4 + array
            if not delta:
                return
            time += delta
        elif kind == 30:
            time += (array << 27) + delta
            at += 8
        elif kind == 31:
            time = (time & (0x1f << 59)) | (array << 27) + delta
            at += 8
        else:
            time += delta
            begin, size = (at + 4, kind * 4) if kind else (at + 8, array - 4)
            yield time, page[begin:begin + size]
            at = begin + size


def kernel_trace(out):
    """The events that a guest's trace_save left, ordered by time; none is missing."""
    with open(out + "/tracestats", encoding="ascii") as lines:
        if sum(int(line.split(":")[-1]) for line in lines):
            raise SystemExit("the kernel's own trace was too small, or not read to its end")
    formats = {}
    for path in glob.glob(out + "/*.format"):
        number, of = fields(path)
        formats[number] = path.rsplit("/", 1)[1][:-len(".format")], of
    found = []
    for path in glob.glob(out + "/raw*"):
        with open(path, "rb") as raw:
            data = raw.read()
        for at in range(0, len(data), 4096):
            for time, payload in entries(data[at:at + 4096]):
                number, = struct.unpack_from("<H", payload)
                if number not in formats:
                    continue
                name, of = formats[number]
                event = {"time_ns": time, "event": name,
                         "cpu": int(path.rsplit("raw", 1)[1])}
                for field, (offset, size, signed) in of.items():
                    event[field] = int.from_bytes(
                        payload[offset:offset + size], "little", signed=signed)
                if name == "kernel_stack":
                    event["frames"] = struct.unpack_from(
                        f"<{event['size']}Q", payload, of["caller"][0])
                found.append(event)
    return sorted(found, key=lambda e: e["time_ns"])


def one_to_one(name, ours, theirs, slack_ns, switches=()):
    """Judge two lists of (key, time): the same keys, each at the same times. A key
    begins with the task; that it was preempted between the two excuses a few."""
    mine, kernels = collections.defaultdict(list), collections.defaultdict(list)
    for key, time in ours:
        mine[key].append(time)
    for key, time in theirs:
        kernels[key].append(time)
    wrong, apart, preempted = [], [], 0
    for key in sorted(set(mine) | set(kernels)):
        a, b = sorted(mine[key]), sorted(kernels[key])
        if len(a) != len(b):
            wrong.append(f"{key}: {len(a)} records, {len(b)} kernel's events")
        for x, y in zip(a, b):
            if abs(x - y) > slack_ns and any(
                    pid == key[0] and min(x, y) < at < max(x, y)
                    for pid, at in switches):
                preempted += 1
                continue
            apart.append(abs(x - y))
    # A record is made when the function returns: a virtual CPU that the host
    # stops in between shows, unless the guest's clock counts instructions. The
    # rest has to be within.
    late = sum(ns > slack_ns for ns in apart)
    stopped = sum(ns > 10**8 for ns in apart)
    icount = bool(os.environ.get("ICOUNT"))
    if late > (0 if icount else max(1, len(apart) // 5)) or \
            stopped > (0 if icount else max(1, len(apart) // 1000)):
        wrong.append(f"{late} of {len(apart)} times differ too much")
    if preempted > max(1, len(ours) // 50):
        wrong.append(f"{preempted} preempted in between")
    print(f"# {name}: {len(ours)} records, {len(theirs)} of the kernel's, "
          f"times within {max(apart, default=0)} ns, {late} beyond {slack_ns}, "
          f"{preempted} preempted in between")
    judge(ours and not wrong, name, *wrong[:10])
