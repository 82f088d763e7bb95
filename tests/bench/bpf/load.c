// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the named programs of an object of checks.bpf.c, says "ready", empties
 * the ring into a file until SIGTERM, then prints records read and lost.
 *
 * Usage: load OBJECT KIB GATE FILE PROGRAM...
 */
#include <bpf/libbpf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

static volatile sig_atomic_t over;
static unsigned long long seen, checks, bytes;

static void end(int sig)
{
	over = sig;
}

static int take(void *file, void *data, size_t size)
{
	const struct rec_hdr *hdr = data;

	seen++;
	checks += hdr->type == REC_CHECK;
	bytes += size + 8; /* the ring's own header */
	return fwrite(data, size, 1, file) == 1 ? 0 : -1;
}

static int wanted(const char *name, char **names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return 1;
	return 0;
}

static struct bpf_object *loaded(char **argv)
{
	struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
	struct bpf_program *program;
	struct bpf_map *map;
	int gate = atoi(argv[3]);

	if (!object)
		return NULL;
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(
			program,
			wanted(bpf_program__name(program), argv + 5));
	map = bpf_object__find_map_by_name(object, "ring");
	bpf_map__set_max_entries(map, atoi(argv[2]) * 1024);
	map = bpf_object__find_map_by_name(object, ".rodata");
	if (bpf_map__set_initial_value(map, &gate, sizeof(gate)))
		return NULL;
	return bpf_object__load(object) ? NULL : object;
}

static int attached(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
		if (bpf_program__autoload(program) &&
		    !bpf_program__attach(program)) {
			perror(bpf_program__name(program));
			return 0;
		}
	return 1;
}

static unsigned long long count_lost(struct bpf_object *object)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".bss");
	unsigned long long lost = 0;
	struct counts counts;
	unsigned int key = 0, i;

	if (bpf_map__lookup_elem(map, &key, sizeof(key), &counts,
				 sizeof(counts), 0)) {
		perror("counts");
		return 0;
	}
	for (i = 0; i < 64; i++)
		lost += counts.lost[i * 8];
	return lost;
}

int main(int argc, char **argv)
{
	struct bpf_object *object = argc > 5 ? loaded(argv) : NULL;
	struct ring_buffer *ring;
	FILE *file;

	if (!object)
		return 1;
	file = fopen(argv[4], "we");
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "ring"),
				take, file, NULL);
	signal(SIGTERM, end);
	if (!file || !ring || !attached(object))
		return 1;
	puts("ready");
	fflush(stdout);
	while (!over) {
		if (ring_buffer__consume(ring) < 0)
			break;
		usleep(10000);
	}
	ring_buffer__consume(ring);
	printf("checks %llu\nbytes %llu\nseen %llu\nlost %llu\n", checks, bytes,
	       seen, count_lost(object));
	return 0;
}
