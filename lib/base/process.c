#include "base/process.h"
#include "base/list.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

/* What the child tells when it could not become the program. */
struct failure {
	int error;
	bool directory; /* it was the working directory */
};

/* All that is needed after the fork, made before it: the child must not allocate. */
struct plan {
	const struct sms_process *process;
	char *program;
	struct sms_list arguments;   /* closed by a NULL that does not count */
	struct sms_list environment; /* likewise */
	int child_input;             /* the child's end of its standard input, -1 when none */
	int child_output;
	int child_errors;
	int child_report;
	int null;
	int feed;   /* our end of its standard input */
	int drain;  /* of its standard output */
	int listen; /* of its standard error */
	int report; /* end of file once the program runs, a struct failure when it does not */
	struct sigaction interrupt, quit;
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_child_ends(struct plan *plan)
{
	close_end(&plan->child_input);
	close_end(&plan->child_output);
	close_end(&plan->child_errors);
	close_end(&plan->child_report);
	close_end(&plan->null);
}

static void plan_release(struct plan *plan)
{
	free(plan->program);
	sms_list_release(&plan->arguments);
	sms_list_release(&plan->environment);
	close_child_ends(plan);
	close_end(&plan->feed);
	close_end(&plan->drain);
	close_end(&plan->listen);
	close_end(&plan->report);
}

SMS_AUTO_STRUCT(plan, struct plan, plan_release);

/* Program and environment. */

static bool is_program(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* The absolute path of a program, or NULL. Relative folders of PATH do not count: what runs must not depend on where
 * one stands. */
static char *find_program(const char *name)
{
	if (strchr(name, '/')) {
		char *path = *name == '/' ? sms_strdup(name) : realpath(name, NULL);
		if (path && is_program(path))
			return path;
		free(path);
		return NULL;
	}
	sms_auto(list) struct sms_list folders = SMS_LIST_INIT;
	const char *search = getenv("PATH");
	sms_list_split(&folders, search ? search : "/usr/local/bin:/usr/bin:/bin", ':');
	for (size_t i = 0; *name && i < folders.count; i++) {
		if (folders.items[i][0] != '/')
			continue;
		char *path = sms_format("%s/%s", folders.items[i], name);
		if (is_program(path))
			return path;
		free(path);
	}
	return NULL;
}

/* Sets `variable` (NAME=value), in the place of one of the same name. */
static void set_variable(struct sms_list *environment, const char *variable)
{
	size_t length = strcspn(variable, "=");
	for (size_t i = 0; i < environment->count; i++) {
		if (strncmp(environment->items[i], variable, length) == 0 && environment->items[i][length] == '=') {
			free(environment->items[i]);
			environment->items[i] = sms_strdup(variable);
			return;
		}
	}
	sms_list_add(environment, variable);
}

static void close_list(struct sms_list *list)
{
	sms_grow(list->items, list->count, list->capacity);
	list->items[list->count] = NULL;
}

static void build_environment(struct sms_list *out, const struct sms_process *process)
{
	static const char *const guards[] = {"GIT_CONFIG_NOSYSTEM=1", "GIT_NO_REPLACE_OBJECTS=1",
					     "GIT_TERMINAL_PROMPT=0", "LC_ALL=C.UTF-8"};
	static const char *const handed_on[] = {"PATH", "HOME"};
	if (process->inherit) {
		for (char **variable = environ; variable && *variable; variable++)
			sms_list_add(out, *variable);
	} else {
		for (size_t i = 0; i < SMS_COUNT(handed_on); i++)
			if (getenv(handed_on[i]))
				sms_list_add_format(out, "%s=%s", handed_on[i], getenv(handed_on[i]));
		for (size_t i = 0; i < SMS_COUNT(guards); i++)
			sms_list_add(out, guards[i]);
	}
	for (const char *const *variable = process->environment; variable && *variable; variable++)
		set_variable(out, *variable);
	close_list(out);
}

/* The child. Only async-signal-safe calls: other threads may hold any lock at the fork. */

_Noreturn static void give_up(const struct plan *plan, bool directory)
{
	struct failure failure = {.error = errno, .directory = directory};
	ssize_t written = write(plan->child_report, &failure, sizeof failure);
	(void)written;
	_exit(127);
}

/* Every descriptor over 2 closes itself on exec. */
static void close_others(void)
{
	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	/* Before Linux 5.11; what lies beyond a sane limit was opened by us, with O_CLOEXEC. */
	struct rlimit limit;
	int last = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (int)limit.rlim_cur : 65536;
	for (int fd = 3; fd < last; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static void connect_standard(const struct plan *plan)
{
	const struct sms_process *process = plan->process;
	bool keep = process->inherit && !process->detached;
	int input = plan->child_input >= 0 ? plan->child_input : keep ? -1 : plan->null;
	int output = plan->child_output >= 0 ? plan->child_output : keep ? -1 : plan->null;
	int errors = plan->child_errors >= 0 ? plan->child_errors : keep ? -1 : plan->null;
	if ((input >= 0 && dup2(input, STDIN_FILENO) < 0) || (output >= 0 && dup2(output, STDOUT_FILENO) < 0) ||
	    (errors >= 0 && dup2(errors, STDERR_FILENO) < 0))
		give_up(plan, false);
}

/* Signals as a fresh program expects them; what the caller ignores or blocks is its own affair. */
static void reset_signals(const struct plan *plan)
{
	struct sigaction normal = {.sa_handler = SIG_DFL};
	sigset_t none;
	sigemptyset(&none);
	sigaction(SIGPIPE, &normal, NULL);
	if (plan->process->inherit) {
		sigaction(SIGINT, &plan->interrupt, NULL);
		sigaction(SIGQUIT, &plan->quit, NULL);
	}
	pthread_sigmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void become(const struct plan *plan)
{
	reset_signals(plan);
	if (plan->process->detached) {
		setsid();
		pid_t pid = fork();
		if (pid < 0)
			give_up(plan, false);
		if (pid > 0)
			_exit(0);
	}
	connect_standard(plan);
	if (plan->process->directory && chdir(plan->process->directory) < 0)
		give_up(plan, true);
	close_others();
	execve(plan->program, plan->arguments.items, plan->environment.items);
	give_up(plan, false);
}

/* The parent. */

/* Moves a descriptor over 2: with a closed standard stream a pipe could be one of those the child sets. */
static int lift(int fd)
{
	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	int lifted = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(fd);
	return lifted;
}

static bool make_pipe(int *reading, int *writing)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	*reading = lift(ends[0]);
	*writing = lift(ends[1]);
	return *reading >= 0 && *writing >= 0;
}

static struct sms_error *prepare(struct plan *plan, const struct sms_process *process, bool output)
{
	plan->process = process;
	plan->program = find_program(process->arguments[0]);
	if (!plan->program)
		return sms_error(SMS_ENVIRONMENT, "cannot find the program '%s'", process->arguments[0]);
	for (const char *const *argument = process->arguments; *argument; argument++)
		sms_list_add(&plan->arguments, *argument);
	close_list(&plan->arguments);
	build_environment(&plan->environment, process);
	plan->null = lift(open("/dev/null", O_RDWR | O_CLOEXEC));
	bool ok = plan->null >= 0 && make_pipe(&plan->report, &plan->child_report);
	if (ok && process->input && !process->detached)
		ok = make_pipe(&plan->child_input, &plan->feed) && fcntl(plan->feed, F_SETFL, O_NONBLOCK) == 0;
	if (ok && output && !process->detached)
		ok = make_pipe(&plan->drain, &plan->child_output);
	if (ok && process->errors && !process->inherit && !process->detached)
		ok = make_pipe(&plan->listen, &plan->child_errors);
	return ok ? NULL : sms_error_errno(errno, "cannot start '%s'", process->arguments[0]);
}

/* Ctrl-C in an editor or a pager is meant for it, not for the one that waits. */
static void ignore_keys(struct plan *plan)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigaction(SIGINT, &ignore, &plan->interrupt);
	sigaction(SIGQUIT, &ignore, &plan->quit);
}

static void heed_keys(const struct plan *plan)
{
	sigaction(SIGINT, &plan->interrupt, NULL);
	sigaction(SIGQUIT, &plan->quit, NULL);
}

static struct sms_error *await_start(struct plan *plan)
{
	struct failure failure;
	ssize_t n;
	while ((n = read(plan->report, &failure, sizeof failure)) < 0 && errno == EINTR)
		;
	if (n != (ssize_t)sizeof failure)
		return NULL;
	if (failure.directory)
		return sms_error_errno(failure.error, "cannot enter the folder '%s'", plan->process->directory);
	return sms_error_errno(failure.error, "cannot start '%s'", plan->program);
}

/* Writes what the pipe takes; closes it when all is written, or when the program does not want more. */
static int feed_some(struct plan *plan, size_t *done)
{
	const struct sms_process *process = plan->process;
	size_t left = process->input_length - *done;
	ssize_t n = left ? write(plan->feed, (const char *)process->input + *done, left) : 0;
	if (n < 0 && errno != EAGAIN && errno != EINTR && errno != EPIPE)
		return errno;
	if (n > 0)
		*done += (size_t)n;
	if (*done == process->input_length || (n < 0 && errno == EPIPE))
		close_end(&plan->feed);
	return 0;
}

static int drain_some(int *end, struct sms_buf *output)
{
	sms_buf_reserve(output, CHUNK);
	ssize_t n = read(*end, output->data + output->length, output->capacity - output->length - 1);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : errno;
	output->length += (size_t)n;
	output->data[output->length] = 0;
	if (n == 0)
		close_end(end);
	return 0;
}

/* Feeds and drains by turns, as the program is ready: neither side can wait for the other. 0 or an errno. */
static int exchange(struct plan *plan, struct sms_buf *output)
{
	size_t done = 0;
	int failure = plan->feed >= 0 ? feed_some(plan, &done) : 0;
	while (!failure && (plan->feed >= 0 || plan->drain >= 0 || plan->listen >= 0)) {
		struct pollfd ends[] = {{.fd = plan->feed, .events = POLLOUT},
					{.fd = plan->drain, .events = POLLIN},
					{.fd = plan->listen, .events = POLLIN}};
		if (poll(ends, SMS_COUNT(ends), -1) < 0) {
			failure = errno == EINTR ? 0 : errno;
			continue;
		}
		if (ends[0].revents)
			failure = feed_some(plan, &done);
		if (!failure && ends[1].revents)
			failure = drain_some(&plan->drain, output);
		if (!failure && ends[2].revents)
			failure = drain_some(&plan->listen, plan->process->errors);
	}
	close_end(&plan->feed);
	close_end(&plan->drain);
	close_end(&plan->listen);
	return failure;
}

/* As exchange; a program that ends before it read everything must not end us by SIGPIPE. */
static int exchange_quietly(struct plan *plan, struct sms_buf *output)
{
	sigset_t pipe_signal, before, pending;
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	sigpending(&pending);
	pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
	int failure = exchange(plan, output);
	/* The signal that we caused goes, one that was there before stays. */
	if (!sigismember(&pending, SIGPIPE))
		while (sigtimedwait(&pipe_signal, NULL, &(struct timespec){0}) < 0 && errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failure;
}

static struct sms_error *reap(pid_t pid, const char *name, int *status)
{
	int raw;
	while (waitpid(pid, &raw, 0) < 0)
		if (errno != EINTR)
			return sms_error_errno(errno, "cannot wait for '%s'", name);
	*status = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
	return NULL;
}

/* Starts it, exchanges input and output, waits. */
static struct sms_error *run(struct plan *plan, struct sms_buf *output, int *status)
{
	const char *name = plan->process->arguments[0];
	pid_t pid = fork();
	if (pid == 0)
		become(plan);
	if (pid < 0)
		return sms_error_errno(errno, "cannot start '%s'", name);
	close_child_ends(plan);
	sms_auto(error) struct sms_error *error = await_start(plan);
	int failure = error ? 0 : exchange_quietly(plan, output);
	if (failure)
		error = sms_error_errno(failure, "cannot talk to '%s'", name);
	struct sms_error *unreaped = reap(pid, name, status);
	if (!error)
		return unreaped;
	sms_error_free(unreaped);
	return sms_move(&error);
}

struct sms_error *sms_process_run(const struct sms_process *process, struct sms_buf *output, int *status)
{
	sms_auto(plan) struct plan plan = {.child_input = -1,
					   .child_output = -1,
					   .child_errors = -1,
					   .child_report = -1,
					   .null = -1,
					   .feed = -1,
					   .drain = -1,
					   .listen = -1,
					   .report = -1};
	int own = 0;
	if (output)
		sms_buf_clear(output);
	if (process->errors)
		sms_buf_clear(process->errors);
	SMS_TRY(prepare(&plan, process, output != NULL));
	if (process->inherit)
		ignore_keys(&plan);
	struct sms_error *error = run(&plan, output, status ? status : &own);
	if (process->inherit)
		heed_keys(&plan);
	return error;
}

bool sms_process_add_program(struct sms_buf *out)
{
	struct stat status;
	if (stat("/proc/self/exe", &status) != 0)
		return false;
	sms_buf_add_format(out, "%ju-%ju-%ju-%jd.%09ld", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino,
			   (uintmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
	return true;
}
