/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The recording file: a head, then sections, each with its own length and
 * checksum, so that a file cut at any byte is readable up to its last whole
 * section.
 */
#ifndef LOWMARK_FILE_H
#define LOWMARK_FILE_H

#include <linux/types.h>

#define LOWMARK_FILE_MAGIC	"LOWMARK\n"	/* 8 bytes, no terminator */
#define LOWMARK_FILE_MAJOR	1		/* readers refuse another one */
#define LOWMARK_FILE_MINOR	1		/* grows when something is appended */
#define LOWMARK_FILE_ENDIAN	0x01020304u
#define LOWMARK_SECTION_MAGIC	0x544b4553u	/* "SEKT" */
#define LOWMARK_SECTION_MAX	(64u << 20)	/* longest payload */

/**
 * struct lowmark_file_head - the first bytes of a recording
 * @magic: LOWMARK_FILE_MAGIC
 * @endian: LOWMARK_FILE_ENDIAN as the writer's CPU stores it
 * @major: LOWMARK_FILE_MAJOR
 * @minor: LOWMARK_FILE_MINOR
 * @head_bytes: length of this head; the first section starts there
 * @reserved: 0
 */
struct lowmark_file_head {
	char magic[8];
	__u32 endian;
	__u16 major;
	__u16 minor;
	__u32 head_bytes;
	__u32 reserved;
};

/**
 * struct lowmark_section - starts every section
 * @magic: LOWMARK_SECTION_MAGIC
 * @type: enum lowmark_section_type; unknown ones are skipped if @crc is right
 * @bytes: length of the payload, without this header and without padding
 * @crc: CRC-32 (ISO-HDLC, as in zlib) of @type, @bytes and the payload
 *
 * The payload is followed by zeros up to a multiple of 8 bytes.
 */
struct lowmark_section {
	__u32 magic;
	__u32 type;
	__u32 bytes;
	__u32 crc;
};

/* clang-format off */
/* S(value, NAME, meaning) */
#define LOWMARK_SECTIONS(S)						\
	S(1, META,	  "text, one \"key value\" per line: what was recorded, where and when") \
	S(2, FORMAT,	  "text of the debugfs file \"format\"")	\
	S(3, CAPS,	  "text of the debugfs file \"caps\"")		\
	S(4, ZONES_START, "text of the debugfs file \"zones\" when recording began") \
	S(5, CHUNK,	  "one chunk of a CPU's ring, as read")		\
	S(6, ZONES_END,	  "text of \"zones\" when recording ended")	\
	S(7, STATS,	  "text of the debugfs file \"stats\" when recording ended") \
	S(8, END,	  "text, as META: totals; its absence means the recorder was cut off") \
	S(9, SYMBOLS,	  "text, one \"ADDRESS NAME+OFFSET\" per line, with \"[MODULE]\" behind it for one of a module: what the addresses of stacks are; before END, if there are any")

#define LOWMARK_DECLARE_SECTION(value, NAME, doc) LOWMARK_SECTION_##NAME = (value),
enum lowmark_section_type {
	LOWMARK_SECTIONS(LOWMARK_DECLARE_SECTION)
	LOWMARK_NR_SECTIONS
};
#undef LOWMARK_DECLARE_SECTION

/* M(key, meaning): keys of META */
#define LOWMARK_META_KEYS(M)						\
	M("tool", "version of the tool that recorded")			\
	M("module", "version of the module")				\
	M("kernel", "release of the kernel (uname -r)")			\
	M("machine", "architecture (uname -m)")				\
	M("hostname", "name of the machine (uname -n)")			\
	M("clock", "clock of all times: mono (CLOCK_MONOTONIC)")	\
	M("wall_offset_ns", "add to a time to get ns since 1970 UTC")	\
	M("start_ns", "clock when recording began")			\
	M("page_size", "bytes of a page")				\
	M("cpus", "CPUs whose rings were read")				\
	M("mode", "discard or overwrite")				\
	M("events", "event kinds that were switched on")		\
	M("checks", "which watermark checks were recorded: matter, failed or all") \
	M("stack", "1: with the kernel stacks of slow path runs")	\
	M("filter", "filters of the kernel's side when recording began: what passed was recorded") \
	M("command", "the command recorded, if any")			\
	M("trigger", "flight recorder: what it waited for, and the number and the facts of what fired") \
	M("trigger_span", "flight recorder: slow path run that fired, 0x0: none") \
	M("vm.*", "sysctls of /proc/sys/vm when recording began")

/* M(key, meaning): keys of END */
#define LOWMARK_END_KEYS(M)						\
	M("end_ns", "clock when recording ended")			\
	M("events", "records written to the file, structural ones apart") \
	M("lost", "records lost")					\
	M("why", "what ended it: command, time, size, signal, trigger, error")
/* clang-format on */

#endif
