// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark top: zones, kswapd, stalls and wakers on a full screen.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "command.h"
#include "feed.h"
#include "input.h"
#include "lib/debugfs.h"
#include "lib/holders.h"
#include "lib/keys.h"
#include "lib/units.h"
#include "live.h"
#include "manners.h"
#include "terminal.h"
#include "top_view.h"

#define ROUND_MS 50
#define MOST_HOLDERS 16
#define SHORTEST_NS 10000000

/* Everything that is under way; of @feed and @input one is in use, or none. */
struct top {
	const char *path;
	const char *only;
	__u64 step_ns;
	struct lm_watch watch;
	struct lm_names names;
	struct top_view view;
	struct session session;
	struct feed feed;
	struct input input;
	bool has_feed;
	const struct lm_event *ahead;
	__u64 start_ns;
	__u64 end_ns;
	__u64 shown_ns;
	char note[160];
	bool gone;
};

enum option { INTERVAL, ONLY };

static const struct option_desc options[] = {
	[INTERVAL] = { "interval", 'i', "TIME",
		       "refresh, or step in a file, every TIME (500ms)" },
	[ONLY] = { "only", 0, "FILTERS", ONLY_HELP },
	{ 0 }
};

static int take_option(const struct command *self, void *request,
		       const struct option_walk *walk)
{
	const char *value = walk->value;
	struct top *top = request;

	if (walk->index == ONLY) {
		top->only = value;
		return EXIT_OK;
	}
	if (!lm_parse_time(value, &top->step_ns) && top->step_ns >= SHORTEST_NS)
		return EXIT_OK;
	return usage_error(
		self, "'%.60s' is not an interval of at least 10ms; try 1s",
		value);
}

static int parse(const struct command *self, int argc, char *argv[],
		 struct top *top)
{
	struct option_walk walk = { 0 };
	int code = take_options(self, argc, argv, &walk, take_option, top);

	if (code >= 0)
		return code;
	if (walk.first + 1 < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first + 1]);
	top->path = argv[walk.first];
	if (top->path && top->only)
		return usage_error(self, "--only is for a live view");
	return -1;
}

/* Take the events of a recording up to a time. */
static int replay_to(struct top *top, __u64 time_ns)
{
	int ret = 1;

	if (time_ns > top->end_ns)
		time_ns = top->end_ns;
	while (ret > 0) {
		if (!top->ahead)
			ret = lm_merge_next(&top->input.merge, LM_FOREVER,
					    &top->ahead);
		if (ret <= 0 || top->ahead->time_ns > time_ns)
			break;
		lm_watch_event(&top->watch, top->ahead);
		top->ahead = NULL;
	}
	lm_watch_until(&top->watch, time_ns);
	top->shown_ns = time_ns;
	return ret < 0 ? ret : 0;
}

static int take_events(struct top *top)
{
	const struct lm_event *event;
	int ret = feed_fill(&top->feed);

	while (!ret && (ret = lm_merge_next(&top->feed.merge, top->feed.horizon,
					    &event)) > 0) {
		lm_watch_event(&top->watch, event);
		ret = 0;
	}
	return ret;
}

static int update_live(struct top *top)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	char *zones;
	int ret = lm_debugfs_read("zones", &zones, NULL);

	if (ret) {
		top->gone = ret == -ENOENT || ret == -ENODEV;
		return ret;
	}
	if (top->has_feed)
		ret = take_events(top);
	lm_watch_until(&top->watch, now);
	lm_watch_state(&top->watch, zones, now);
	free(zones);
	top->shown_ns = now;
	return ret;
}

/* Return: false to quit. */
static bool take_key(struct top *top, int key, int *ret)
{
	struct top_view *view = &top->view;

	switch (key) {
	case 'q':
		return false;
	case 'h':
	case '?':
		view->page = view->page == TOP_HELP ? TOP_MAIN : TOP_HELP;
		break;
	case TERMINAL_ENTER:
		view->page = view->page == TOP_MAIN ? TOP_STORY : TOP_MAIN;
		break;
	case TERMINAL_UP:
		view->selected--;
		break;
	case TERMINAL_DOWN:
		view->selected++;
		break;
	case 's':
		view->sort = (view->sort + 1) % LM_NR_WATCH_SORTS;
		break;
	case 'z':
		top_next_zone(view);
		break;
	case ' ':
	case 'p':
		view->paused = !view->paused;
		break;
	case 'n':
	case 'N':
		if (top->path)
			*ret = replay_to(top,
					 top->shown_ns +
						 top->step_ns *
							 (key == 'N' ? 10 : 1));
		break;
	default:
		break;
	}
	return true;
}

static void draw(struct top *top)
{
	static struct grid grid;
	int rows, columns;

	terminal_size(&rows, &columns);
	top->view.time_ns = top->shown_ns - top->start_ns;
	grid_clear(&grid, rows, columns);
	top_draw(&top->view, &grid);
	terminal_show(&grid);
}

static int update(struct top *top, __u64 *due_ns)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);

	if (now < *due_ns || top->view.paused)
		return 0;
	*due_ns = now + top->step_ns;
	return top->path ? replay_to(top, top->shown_ns + top->step_ns) :
			   update_live(top);
}

static int loop(struct top *top, int signals)
{
	struct pollfd fds[] = { { .fd = signals, .events = POLLIN },
				{ .fd = STDIN_FILENO, .events = POLLIN } };
	__u64 due_ns = 0;
	bool go = true;
	int ret = 0, key;

	while (go && !ret && !top->gone) {
		ret = update(top, &due_ns);
		if (!top->gone)
			draw(top);
		poll(fds, 2, ROUND_MS);
		go = !fds[0].revents && !(fds[1].revents & (POLLHUP | POLLERR));
		while (go && !ret && (key = terminal_key()) != TERMINAL_NONE)
			go = take_key(top, key, &ret);
	}
	return ret;
}

static int catch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int use_screen(struct top *top)
{
	int ret, signals = catch_signals();

	if (terminal_init(*color(COLOR_TITLE))) {
		print_error(
			"this terminal cannot show a full screen; set TERM");
		return EXIT_UNAVAILABLE;
	}
	top->view.watch = &top->watch;
	top->view.note = top->note;
	top->view.only = -1;
	ret = loop(top, signals);
	terminal_deinit();
	if (top->gone) {
		print_error("the lowmark module was unloaded");
		return EXIT_UNAVAILABLE;
	}
	if (!ret)
		return EXIT_OK;
	print_error("cannot go on: %s", strerror(-ret));
	return EXIT_ERROR;
}

static int top_file(struct top *top)
{
	const char *meta;
	int ret, code = input_open(&top->input, top->path);

	if (code != EXIT_OK)
		return code;
	input_along(&top->input);
	meta = lm_recording_text(&top->input.rec, LOWMARK_SECTION_META);
	lm_key_u64(meta, "start_ns", &top->start_ns);
	lm_key_u64(lm_recording_text(&top->input.rec, LOWMARK_SECTION_END),
		   "end_ns", &top->end_ns);
	if (!top->end_ns)
		top->end_ns = ~0ull / 2;
	snprintf(top->note, sizeof(top->note), "replay: n steps");
	top->view.names = &top->input.names;
	top->view.paused = true;
	ret = lm_watch_init(&top->watch, top->input.names.names.zones_per_node,
			    top->start_ns,
			    lm_recording_text(&top->input.rec,
					      LOWMARK_SECTION_ZONES_START));
	if (!ret)
		ret = replay_to(top, top->start_ns + top->step_ns);
	code = ret ? EXIT_OK : use_screen(top);
	lm_watch_deinit(&top->watch);
	/* What the user did not step to was not read, and is not at fault. */
	ret = input_close(&top->input, ret ? ret : -EPIPE);
	return code ? code : ret;
}

static void tell_reader(struct top *top)
{
	struct lm_holder list[MOST_HOLDERS];
	int i, nr = lm_holders(list, MOST_HOLDERS);

	snprintf(top->note, sizeof(top->note),
		 "no events: the rings have another reader");
	for (i = 0; i < nr; i++)
		if (strstr(list[i].file, "/ring"))
			snprintf(top->note, sizeof(top->note),
				 "no events: %.31s-%d reads the rings",
				 list[i].comm, (int)list[i].pid);
}

/* The rings may have a reader already: then there are only zones. */
static int open_rings(struct top *top)
{
	struct lm_rings rings;
	unsigned int cpu;
	int code;

	if (lm_rings_open(&rings, 65536, &cpu) == -EBUSY) {
		tell_reader(top);
		return EXIT_OK;
	}
	lm_rings_close(&rings);
	code = session_open(&top->session);
	if (code != EXIT_OK)
		return code;
	top->session.only = top->only;
	code = session_start(&top->session);
	if (code != EXIT_OK) {
		session_close(&top->session);
		return code;
	}
	top->has_feed = true;
	if (!feed_init(&top->feed, &top->session))
		return EXIT_OK;
	print_error("out of memory");
	return EXIT_ERROR;
}

static int top_live(struct top *top)
{
	char *zones;
	int code = read_module_file("zones", &zones);

	if (code != EXIT_OK)
		return code;
	code = feed_names(&top->names);
	top->view.names = &top->names;
	if (code == EXIT_OK)
		code = open_rings(top);
	top->start_ns = clock_ns(CLOCK_MONOTONIC);
	if (code == EXIT_OK &&
	    !lm_watch_init(&top->watch, top->names.names.zones_per_node,
			   top->start_ns, zones))
		code = use_screen(top);
	lm_watch_deinit(&top->watch);
	if (top->has_feed) {
		feed_deinit(&top->feed);
		session_close(&top->session);
	}
	free(zones);
	return code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	static struct top top = { .step_ns = NSEC_PER_SEC / 2 };
	int code = parse(self, argc, argv, &top);

	if (code >= 0)
		return code;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		print_error(
			"top needs a terminal; 'lowmark stat' prints the same figures as lines");
		return EXIT_UNAVAILABLE;
	}
	return top.path ? top_file(&top) : top_live(&top);
}

const struct command command_top = {
	.name = "top",
	.arguments = "[FILE]",
	.summary = "watch zones, kswapd, stalls and wakers on a full screen",
	.details =
		"Live, or of a recording step by step. Keys: arrows select a line, enter\n"
		"tells its story, s sorts, z shows one zone, space pauses, n steps in a\n"
		"recording, h helps, q quits. While another reader has the rings only the\n"
		"zones are shown. Without a terminal or the module the exit status is 3.",
	.options = options,
	.run = run,
};
