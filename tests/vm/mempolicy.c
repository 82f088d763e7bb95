// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a command with a NUMA policy that numactl of today does not know by name.
 *
 *   mempolicy MODE NODES COMMAND [ARGUMENT]...
 *
 * MODE is the number of the policy in linux/mempolicy.h, NODES a mask.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	unsigned long nodes;

	if (argc < 4) {
		fputs("mempolicy MODE NODES COMMAND [ARGUMENT]...\n", stderr);
		return 2;
	}
	nodes = strtoul(argv[2], NULL, 0);
	if (syscall(SYS_set_mempolicy, atoi(argv[1]), &nodes,
		    8 * sizeof(nodes))) {
		perror("set_mempolicy");
		return 1;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 127;
}
