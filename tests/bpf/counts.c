// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the witness, runs a command, and prints for each hook how often lowmark
 * and the witness saw it meanwhile: counts OBJECT STATS COMMAND [ARGUMENT]...
 *
 * Nothing stops the machine while two counters are read, so that lowmark's is
 * read before and after the witness': if it has not moved, the witness' is of
 * the same moment. A BPF program that is preempted in itself misses what comes
 * then, and the kernel counts that. COMMAND finds the id of the witness' map in
 * COUNTS_MAP. Exit status: 0; 77 without BTF or the right to load; 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "counts.h"

#define CANNOT 77
#define TRIES 20000
#define CPUS 64

struct row {
	const char *name;
	const char *hook;
	bool function;
	bool there;
	bool settled;
	int program;
	unsigned long long lowmark, unseen, witness, missed;
};

/* clang-format off */
#define FUNCTION_ROW(what, of) { .name = #what, .hook = #of, .function = true },
#define TRACEPOINT_ROW(what, of) { .name = #what, .hook = #of },
static struct row rows[NR_COUNTS] = {
	COUNTED_FUNCTIONS(FUNCTION_ROW)
	COUNTED_TRACEPOINTS(TRACEPOINT_ROW)
	{ .name = "slow", .hook = "slow", .there = true },
};
/* clang-format on */

static int stats_fd, counts_fd, cpus;
static char text[2][65536];

static int die(int status, const char *what)
{
	fprintf(stderr, "counts: %s: %s\n", what, strerror(errno));
	exit(status);
}

static int say(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}

/* What the kernel does not have is not loaded. */
static void choose(struct bpf_object *object, const struct btf *btf)
{
	struct bpf_program *program;
	char name[128];
	int i;

	for (i = 0; i < COUNT_slow; i++) {
		snprintf(name, sizeof(name), "%s%s",
			 rows[i].function ? "" : "btf_trace_", rows[i].name);
		rows[i].there =
			btf__find_by_name_kind(btf, name,
					       rows[i].function ?
						       BTF_KIND_FUNC :
						       BTF_KIND_TYPEDEF) > 0;
		snprintf(name, sizeof(name), "%s_%s",
			 rows[i].function ? "entry" : "fired", rows[i].name);
		program = bpf_object__find_program_by_name(object, name);
		if (!program)
			die(1, name);
		bpf_program__set_autoload(program, rows[i].there);
	}
}

/* The row of a program "entry_NAME", "fired_NAME" or "slow" */
static int program_row(const char *program)
{
	const char *name = strchr(program, '_');
	int i;

	if (!strcmp(program, "slow"))
		return COUNT_slow;
	for (i = 0; name && i < NR_COUNTS; i++)
		if (!strcmp(rows[i].name, name + 1))
			return i;
	return die(1, program);
}

static void attach(struct bpf_object *object)
{
	struct bpf_program *program;

	if (bpf_object__load(object))
		die(errno == EPERM || errno == ENOSYS ? CANNOT : 1, "load");
	bpf_object__for_each_program(program, object) {
		if (bpf_program__autoload(program) &&
		    !bpf_program__attach(program))
			die(1, bpf_program__name(program));
		rows[program_row(bpf_program__name(program))].program =
			bpf_program__fd(program);
	}
}

static void read_stats(char *to)
{
	ssize_t got, all = 0;

	while ((got = pread(stats_fd, to + all, sizeof(text[0]) - 1 - all,
			    all)) > 0)
		all += got;
	if (got < 0)
		die(1, "stats");
	to[all] = '\0';
}

/*
 * The line is "hook NAME TARGET hits N missed N"; what a probe missed the kernel tells.
 * Returns all calls.
 */
static unsigned long long hook_calls(const char *stats, const char *hook,
				     unsigned long long *unseen)
{
	unsigned long long hits;
	char word[64];
	const char *at;

	snprintf(word, sizeof(word), "\nhook %s ", hook);
	at = strstr(stats, word);
	if (!at || sscanf(at + strlen(word), "%*s hits %llu missed %llu", &hits,
			  unseen) != 2)
		die(1, hook);
	return hits + *unseen;
}

static unsigned long long counted(int id)
{
	unsigned long long value[CPUS] = { 0 }, sum = 0;
	int i;

	if (bpf_map_lookup_elem(counts_fd, &id, value))
		die(1, "map");
	for (i = 0; i < cpus; i++)
		sum += value[i];
	return sum;
}

static unsigned long long missed(int id)
{
	struct bpf_prog_info info = { 0 };
	__u32 size = sizeof(info);

	if (!rows[id].there)
		return 0;
	if (bpf_obj_get_info_by_fd(rows[id].program, &info, &size))
		die(1, rows[id].name);
	return info.recursion_misses;
}

/* Both counters of every row at one moment of that row; adds SIGN times them. */
static void settle(int sign)
{
	unsigned long long witness[NR_COUNTS], misses[NR_COUNTS], before,
		unseen;
	int i, tries, left = NR_COUNTS;

	for (i = 0; i < NR_COUNTS; i++)
		rows[i].settled = false;
	for (tries = 0; left && tries < TRIES; tries++) {
		read_stats(text[0]);
		for (i = 0; i < NR_COUNTS; i++) {
			witness[i] = counted(i);
			misses[i] = missed(i);
		}
		read_stats(text[1]);
		for (i = 0, left = 0; i < NR_COUNTS; i++) {
			if (rows[i].settled)
				continue;
			before = hook_calls(text[0], rows[i].hook, &unseen);
			if (before !=
			    hook_calls(text[1], rows[i].hook, &unseen)) {
				left++;
				continue;
			}
			rows[i].settled = true;
			rows[i].lowmark += sign * (before - unseen);
			rows[i].unseen += sign * unseen;
			rows[i].witness += sign * witness[i];
			rows[i].missed += sign * misses[i];
		}
	}
	if (left) {
		fprintf(stderr, "counts: %d counters never stood still\n",
			left);
		exit(1);
	}
}

/* A kernel without network gives the map no name: libbpf does not try it then. */
static void tell_map(void)
{
	struct bpf_map_info info = { 0 };
	__u32 size = sizeof(info);
	char id[16];

	if (bpf_obj_get_info_by_fd(counts_fd, &info, &size))
		die(1, "map");
	snprintf(id, sizeof(id), "%u", info.id);
	setenv("COUNTS_MAP", id, 1);
}

static void run(char **command)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		tell_map();
		execvp(*command, command);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		die(1, *command);
}

int main(int argc, char **argv)
{
	struct bpf_object *object;
	struct btf *btf;
	int i;

	if (argc < 4)
		return 2;
	libbpf_set_print(say);
	btf = btf__load_vmlinux_btf();
	if (libbpf_get_error(btf))
		die(CANNOT, "no BTF");
	object = bpf_object__open_file(argv[1], NULL);
	if (libbpf_get_error(object))
		die(1, argv[1]);
	choose(object, btf);
	attach(object);
	counts_fd = bpf_object__find_map_fd_by_name(object, "counts");
	stats_fd = open(argv[2], O_RDONLY);
	cpus = libbpf_num_possible_cpus();
	if (stats_fd < 0 || cpus < 1 || cpus > CPUS)
		die(1, argv[2]);
	settle(-1);
	run(argv + 3);
	settle(1);
	for (i = 0; i < NR_COUNTS; i++)
		printf("%s %s %s lowmark %llu unseen %llu witness %llu missed %llu\n",
		       rows[i].name, rows[i].hook,
		       rows[i].there ? "counted" : "absent", rows[i].lowmark,
		       rows[i].unseen, rows[i].witness, rows[i].missed);
	return 0;
}
