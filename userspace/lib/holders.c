// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which processes hold files of the module open.
 */
#include "holders.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "debugfs.h"

/* Whether /proc/PID/fd/NAME leads below the module's directory */
static bool leads_there(const char *link, struct lm_holder *holder)
{
	const char *top = lm_debugfs_path();
	size_t len = strlen(top);
	char target[PATH_MAX];
	ssize_t got = readlink(link, target, sizeof(target) - 1);

	if (got < 0)
		return false;
	target[got] = '\0';
	if (strncmp(target, top, len) != 0 || target[len] != '/')
		return false;
	snprintf(holder->file, sizeof(holder->file), "%.63s", target + len + 1);
	return true;
}

static bool holds(struct lm_holder *holder)
{
	char path[300];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)holder->pid);
	dir = opendir(path);
	if (!dir)
		return false;
	while (!found && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%d/fd/%s", (int)holder->pid,
			 entry->d_name);
		found = leads_there(path, holder);
	}
	closedir(dir);
	return found;
}

static void read_comm(struct lm_holder *holder)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)holder->pid);
	holder->comm[0] = '\0';
	file = fopen(path, "re");
	if (!file)
		return;
	if (fgets(holder->comm, sizeof(holder->comm), file))
		holder->comm[strcspn(holder->comm, "\n")] = '\0';
	fclose(file);
}

/**
 * lm_holders - find the processes that hold files of the module open
 * @holders: gets what is found
 * @most: entries that @holders has room for
 *
 * Return: how many were found.
 */
int lm_holders(struct lm_holder *holders, int most)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int n = 0;

	while (proc && n < most && (entry = readdir(proc))) {
		holders[n].pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (holders[n].pid <= 0 || !holds(&holders[n]))
			continue;
		read_comm(&holders[n]);
		n++;
	}
	if (proc)
		closedir(proc);
	return n;
}
