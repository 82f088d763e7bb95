/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading of the rings of all CPUs.
 */
#ifndef LOWMARK_LIB_RINGS_H
#define LOWMARK_LIB_RINGS_H

#include <stddef.h>
#include <sys/types.h>

/**
 * struct lm_ring - the ring of one CPU
 * @cpu: the CPU
 * @fd: its file
 */
struct lm_ring {
	unsigned int cpu;
	int fd;
};

/**
 * struct lm_rings - the rings of all CPUs
 * @rings: the rings, by ascending CPU
 * @nr: number of them
 * @buf: the chunk that was read last
 * @size: bytes of @buf
 */
struct lm_rings {
	struct lm_ring *rings;
	unsigned int nr;
	void *buf;
	size_t size;
};

int lm_rings_open(struct lm_rings *rings, size_t size, unsigned int *cpu);
void lm_rings_close(struct lm_rings *rings);
ssize_t lm_rings_read(struct lm_rings *rings, unsigned int nr);

#endif
