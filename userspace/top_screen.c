// SPDX-License-Identifier: GPL-2.0-only
/*
 * The figures of "top" on a terminal, and its keys.
 */
#include "top_screen.h"

#include <poll.h>
#include <unistd.h>

#include "command.h"
#include "manners.h"
#include "terminal.h"
#include "top_view.h"

#define ROUND_MS 50

/* What is shown, and how it came to be. */
struct screen {
	struct top_source *source;
	struct top_view view;
	__u64 step_ns;
	__u64 due_ns;
	int ret;
};

static void press_enter(struct top_view *view)
{
	view->page = view->page == TOP_MAIN ? TOP_STORY : TOP_MAIN;
	view->scroll = 0;
}

static void move(struct top_view *view, int by)
{
	if (view->page == TOP_STORY)
		view->scroll += by;
	else
		view->selected += by;
}

static void skip(struct screen *screen, unsigned int steps)
{
	if (screen->source->path && screen->ret > 0)
		screen->ret = top_source_step(screen->source,
					      screen->step_ns * steps);
}

/* Return: false to quit. */
static bool take_key(struct screen *screen, int key)
{
	struct top_view *view = &screen->view;

	switch (key) {
	case 'q':
		return false;
	case 'h':
	case '?':
		view->page = view->page == TOP_HELP ? TOP_MAIN : TOP_HELP;
		break;
	case TERMINAL_ENTER:
		press_enter(view);
		break;
	case TERMINAL_UP:
		move(view, -1);
		break;
	case TERMINAL_DOWN:
		move(view, 1);
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
		skip(screen, 1);
		break;
	case 'N':
		skip(screen, 10);
		break;
	default:
		break;
	}
	return true;
}

static void draw(struct screen *screen)
{
	static struct grid grid;
	int rows, columns;

	terminal_size(&rows, &columns);
	screen->view.time_ns =
		screen->source->shown_ns - screen->source->start_ns;
	screen->view.stats = screen->source->stats;
	grid_clear(&grid, rows, columns);
	top_draw(&screen->view, &grid);
	terminal_show(&grid);
}

/*
 * At the end of a recording the last picture stays. Rings are emptied between
 * two pictures, but not while a picture is to stay.
 */
static void update(struct screen *screen)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);

	if (screen->view.paused || screen->ret <= 0)
		return;
	if (now < screen->due_ns) {
		screen->ret = top_source_drain(screen->source);
		return;
	}
	screen->due_ns = now + screen->step_ns;
	screen->ret = top_source_step(screen->source, screen->step_ns);
}

static void loop(struct screen *screen, int signals)
{
	struct pollfd fds[] = { { .fd = signals, .events = POLLIN },
				{ .fd = STDIN_FILENO, .events = POLLIN } };
	bool go = true;
	int key;

	while (go && screen->ret >= 0) {
		update(screen);
		if (screen->ret >= 0)
			draw(screen);
		poll(fds, 2, ROUND_MS);
		go = !fds[0].revents && !(fds[1].revents & (POLLHUP | POLLERR));
		while (go && screen->ret >= 0 &&
		       (key = terminal_key()) != TERMINAL_NONE)
			go = take_key(screen, key);
	}
}

/**
 * top_screen() - show the figures until the user has enough
 * @source: where they come from, already open
 * @signals: of end_signals()
 * @step_ns: time from one picture to the next
 * @ret: set to the last answer of top_source_step()
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int top_screen(struct top_source *source, int signals, __u64 step_ns, int *ret)
{
	struct screen screen = {
		.source = source,
		.view = { .watch = &source->watch,
			  .recall = &source->recall,
			  .names = source->names,
			  .note = source->note,
			  .only = -1,
			  .paused = source->path },
		.step_ns = step_ns,
	};

	if (terminal_init(*color(COLOR_TITLE))) {
		print_error(
			"this terminal cannot show a full screen; set TERM");
		return EXIT_UNAVAILABLE;
	}
	screen.ret = top_source_step(source, step_ns);
	loop(&screen, signals);
	terminal_deinit();
	*ret = screen.ret;
	return EXIT_OK;
}
