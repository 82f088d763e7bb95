/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the BPF programs and their loader share: the records. A check has the
 * facts of lowmark's; which zone a pointer is, user space can find out once.
 */
#ifndef LOWMARK_BENCH_CHECKS_H
#define LOWMARK_BENCH_CHECKS_H

enum { REC_TASK = 1, REC_CHECK, REC_VERDICT, REC_ATTEMPT, REC_WAKE, REC_VMSCAN };

struct rec_hdr {
	unsigned long long time;
	unsigned int pid;
	unsigned char type;
	unsigned char order;
	unsigned char highest;
	unsigned char verdict;
};

struct rec_task {
	struct rec_hdr hdr;
	char comm[16];
};

struct rec_check {
	struct rec_hdr hdr;
	unsigned long long zone;
	unsigned int free;
	unsigned int mark;
	unsigned int reserve;
	unsigned int boost;
	unsigned int alloc_flags;
	unsigned int pad;
};

struct rec_other {
	struct rec_hdr hdr;
	unsigned long long subject; /* zone or page */
	unsigned int gfp;
	unsigned int alloc_flags;
};

/* Per CPU; a cache line apart what is written often. */
struct counts {
	unsigned long long lost[64 * 8];
	unsigned int last_pid[64];
};

#endif
