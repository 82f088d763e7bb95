// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading of the rings of all CPUs, one chunk at a time, without waiting.
 */
#include "rings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chunk.h"
#include "debugfs.h"

#define LARGEST_CHUNK (64u << 20)

static int by_cpu(const void *a, const void *b)
{
	const struct lm_ring *x = a, *y = b;

	return (x->cpu > y->cpu) - (x->cpu < y->cpu);
}

static int add_ring(struct lm_rings *rings, unsigned int cpu)
{
	void *larger =
		realloc(rings->rings, (rings->nr + 1) * sizeof(*rings->rings));

	if (!larger)
		return -ENOMEM;
	rings->rings = larger;
	rings->rings[rings->nr++] = (struct lm_ring){ .cpu = cpu, .fd = -1 };
	return 0;
}

static int find_rings(struct lm_rings *rings)
{
	DIR *dir = opendir(lm_debugfs_path());
	const struct dirent *entry;
	unsigned int cpu;
	char rest;
	int ret = 0;

	if (!dir)
		return -errno;
	while (!ret && (entry = readdir(dir)))
		if (sscanf(entry->d_name, "cpu%u%c", &cpu, &rest) == 1 &&
		    cpu < LM_MAX_CPUS)
			ret = add_ring(rings, cpu);
	closedir(dir);
	if (!ret && !rings->nr)
		ret = -ENOENT;
	if (!ret)
		qsort(rings->rings, rings->nr, sizeof(*rings->rings), by_cpu);
	return ret;
}

static int open_ring(struct lm_ring *ring)
{
	char name[32];

	snprintf(name, sizeof(name), "cpu%u/ring", ring->cpu);
	ring->fd = lm_debugfs_open(name, O_RDONLY | O_NONBLOCK);
	return ring->fd < 0 ? ring->fd : 0;
}

/**
 * lm_rings_open() - open the rings of all CPUs
 * @rings: what to initialise
 * @size: bytes that a chunk may have; more is found out
 * @cpu: set to the CPU whose ring could not be opened, on failure
 *
 * Return: 0, -EBUSY if a ring has a reader, or another negative errno
 */
int lm_rings_open(struct lm_rings *rings, size_t size, unsigned int *cpu)
{
	unsigned int i;
	int ret;

	*cpu = 0;
	*rings = (struct lm_rings){ .size = size, .buf = calloc(1, size) };
	ret = rings->buf ? find_rings(rings) : -ENOMEM;
	for (i = 0; !ret && i < rings->nr; i++) {
		*cpu = rings->rings[i].cpu;
		ret = open_ring(&rings->rings[i]);
	}
	if (ret)
		lm_rings_close(rings);
	return ret;
}

/**
 * lm_rings_close() - close all rings
 * @rings: the rings
 */
void lm_rings_close(struct lm_rings *rings)
{
	unsigned int i;

	for (i = 0; i < rings->nr; i++)
		if (rings->rings[i].fd >= 0)
			close(rings->rings[i].fd);
	free(rings->rings);
	free(rings->buf);
	*rings = (struct lm_rings){ 0 };
}

/* The ring's chunks are larger than the buffer. */
static int grow(struct lm_rings *rings)
{
	void *larger;

	if (rings->size >= LARGEST_CHUNK)
		return -EINVAL;
	larger = realloc(rings->buf, 2 * rings->size);
	if (!larger)
		return -ENOMEM;
	rings->buf = larger;
	rings->size *= 2;
	return 0;
}

/**
 * lm_rings_read() - take the next chunk of a ring, without waiting
 * @rings: the rings; the chunk is in @rings->buf
 * @nr: which one
 *
 * Return: bytes of the chunk, 0 if there is nothing now, or negative errno
 */
ssize_t lm_rings_read(struct lm_rings *rings, unsigned int nr)
{
	ssize_t got;
	int ret = 0;

	do {
		got = read(rings->rings[nr].fd, rings->buf, rings->size);
		if (got >= 0)
			return got;
		if (errno == EAGAIN)
			return 0;
		if (errno == EINVAL)
			ret = grow(rings);
		else if (errno != EINTR)
			ret = -errno;
	} while (!ret);
	return ret;
}
