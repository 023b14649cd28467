#include "base/process.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static int run(const struct sms_process *process, struct sms_buf *output)
{
	int status = -1;
	struct sms_error *error = sms_process_run(process, output, &status);
	if (error)
		fail_msg("%s", sms_error_message(error));
	return status;
}

static int shell(const char *script, struct sms_buf *output)
{
	return run(&(struct sms_process){.arguments = ARGUMENTS("sh", "-c", script)}, output);
}

static void expect_error(const struct sms_process *process, const char *part)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	int status;
	sms_auto(error) struct sms_error *error = sms_process_run(process, &output, &status);
	assert_non_null(error);
	if (!strstr(sms_error_message(error), part))
		fail_msg("'%s' lacks '%s'", sms_error_message(error), part);
	assert_int_equal(sms_error_status(error), SMS_ENVIRONMENT);
}

static void expect_no_children(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void the_exit_status_comes_back(void **state)
{
	assert_int_equal(run(&(struct sms_process){.arguments = ARGUMENTS("true")}, NULL), 0);
	assert_int_equal(shell("exit 3", NULL), 3);
	assert_int_equal(shell("exit 127", NULL), 127);
	assert_null(sms_process_run(&(struct sms_process){.arguments = ARGUMENTS("true")}, NULL, NULL));
	expect_no_children();
}

static void a_signal_is_128_and_its_number(void **state)
{
	assert_int_equal(shell("kill -TERM $$", NULL), 128 + SIGTERM);
	assert_int_equal(shell("kill -KILL $$", NULL), 128 + SIGKILL);
	expect_no_children();
}

static void output_replaces_what_was_there(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	sms_buf_add_text(&output, "old");
	assert_int_equal(run(&(struct sms_process){.arguments = ARGUMENTS("echo", "a b", "*", "$HOME")}, &output), 0);
	assert_string_equal(sms_buf_text(&output), "a b * $HOME\n");
	assert_int_equal(shell("printf 'a\\0b'", &output), 0);
	assert_int_equal(output.length, 3);
	assert_memory_equal(output.data, "a\0b", 4);
	assert_int_equal(shell("exit 4", &output), 4);
	assert_string_equal(sms_buf_text(&output), "");
}

static void without_input_there_is_an_end_of_file(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	alarm(20);
	assert_int_equal(run(&(struct sms_process){.arguments = ARGUMENTS("cat")}, &output), 0);
	assert_int_equal(output.length, 0);
	assert_int_equal(run(&(struct sms_process){.arguments = ARGUMENTS("cat"), .input = ""}, &output), 0);
	assert_int_equal(output.length, 0);
	alarm(0);
}

static void much_input_and_output_do_not_wait_for_each_other(void **state)
{
	sms_auto(buf) struct sms_buf input = SMS_BUF_INIT, output = SMS_BUF_INIT;
	for (int i = 0; i < 1000000; i++)
		sms_buf_add_format(&input, "%d\n", i);
	struct sms_process cat = {.arguments = ARGUMENTS("cat"), .input = input.data, .input_length = input.length};
	alarm(60);
	assert_int_equal(run(&cat, &output), 0);
	assert_int_equal(output.length, input.length);
	assert_memory_equal(output.data, input.data, input.length);
	alarm(0);
}

static void output_before_input_is_read_does_not_block(void **state)
{
	sms_auto(buf) struct sms_buf input = SMS_BUF_INIT, output = SMS_BUF_INIT;
	sms_buf_add_fill(&input, 'x', 3000000);
	struct sms_process process = {.arguments = ARGUMENTS("sh", "-c", "head -c 2000000 /dev/zero; cat"),
				      .input = input.data,
				      .input_length = input.length};
	alarm(60);
	assert_int_equal(run(&process, &output), 0);
	assert_int_equal(output.length, 5000000);
	alarm(0);
}

static void a_program_that_does_not_read_is_no_failure(void **state)
{
	sms_auto(buf) struct sms_buf input = SMS_BUF_INIT, output = SMS_BUF_INIT;
	sms_buf_add_fill(&input, 'x', 3000000);
	struct sms_process process = {.arguments = ARGUMENTS("sh", "-c", "exec <&-; echo done; exit 5"),
				      .input = input.data,
				      .input_length = input.length};
	for (int i = 0; i < 20; i++) {
		assert_int_equal(run(&process, &output), 5);
		assert_string_equal(sms_buf_text(&output), "done\n");
	}
	sigset_t pending;
	sigpending(&pending);
	assert_false(sigismember(&pending, SIGPIPE));
}

static void a_program_that_is_not_there_is_named(void **state)
{
	expect_error(&(struct sms_process){.arguments = ARGUMENTS("no-such-program")}, "'no-such-program'");
	expect_error(&(struct sms_process){.arguments = ARGUMENTS("/no/such/program")}, "'/no/such/program'");
	expect_error(&(struct sms_process){.arguments = ARGUMENTS("./no-such-program")}, "'./no-such-program'");
	expect_error(&(struct sms_process){.arguments = ARGUMENTS("")}, "''");
	expect_error(&(struct sms_process){.arguments = ARGUMENTS("/etc")}, "'/etc'");
	expect_error(&(struct sms_process){.arguments = ARGUMENTS("no-such-program"), .detached = true},
		     "no-such-program");
	expect_no_children();
}

static void a_file_that_is_no_program_cannot_be_started(void **state)
{
	char path[] = "/tmp/sms-test-process-XXXXXX";
	int fd = mkstemp(path);
	assert_int_equal(write(fd,
			       "\x7f"
			       "ELF nonsense",
			       13),
			 13);
	assert_int_equal(fchmod(fd, 0755), 0);
	close(fd);
	expect_error(&(struct sms_process){.arguments = ARGUMENTS(path)}, "Exec format error");
	expect_error(&(struct sms_process){.arguments = ARGUMENTS(path), .detached = true}, "Exec format error");
	unlink(path);
	expect_no_children();
}

static void the_working_directory_is_the_one_asked_for(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	struct sms_process process = {.arguments = ARGUMENTS("pwd"), .directory = "/usr"};
	assert_int_equal(run(&process, &output), 0);
	assert_string_equal(sms_buf_text(&output), "/usr\n");
	process.directory = "/no/such/folder";
	expect_error(&process, "cannot enter the folder '/no/such/folder': No such file");
	expect_no_children();
}

static void the_environment_is_made_from_scratch(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	setenv("HOME", "/home/someone", 1);
	setenv("GIT_DIR", "/elsewhere", 1);
	setenv("LD_NONSENSE", "1", 1);
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	assert_int_equal(run(&(struct sms_process){.arguments = ARGUMENTS("env")}, &output), 0);
	sms_auto(string) char *expected =
		sms_format("PATH=%s\nHOME=/home/someone\nGIT_CONFIG_NOSYSTEM=1\n"
			   "GIT_NO_REPLACE_OBJECTS=1\nGIT_TERMINAL_PROMPT=0\nLC_ALL=C.UTF-8\n",
			   getenv("PATH"));
	assert_string_equal(sms_buf_text(&output), expected);
}

static void variables_are_added_or_replaced(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	struct sms_process process = {.arguments = ARGUMENTS("env"),
				      .environment = ARGUMENTS("GNUPGHOME=/keys", "GIT_TERMINAL_PROMPT=1", "HOME=")};
	assert_int_equal(run(&process, &output), 0);
	assert_non_null(strstr(output.data, "\nHOME=\n"));
	assert_non_null(strstr(output.data, "\nGNUPGHOME=/keys\n"));
	assert_non_null(strstr(output.data, "\nGIT_TERMINAL_PROMPT=1\n"));
	assert_null(strstr(output.data, "PROMPT=0"));
	assert_null(strstr(output.data, "GIT_DIR"));
}

static void an_editor_inherits_everything(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	setenv("SMS_TEST_VARIABLE", "here", 1);
	struct sms_process process = {.arguments = ARGUMENTS("sh", "-c", "echo $SMS_TEST_VARIABLE $ADDED"),
				      .environment = ARGUMENTS("ADDED=too"),
				      .inherit = true};
	assert_int_equal(run(&process, &output), 0);
	assert_string_equal(sms_buf_text(&output), "here too\n");
}

static void keys_for_an_editor_do_not_end_the_caller(void **state)
{
	struct sms_process process = {.arguments = ARGUMENTS("sh", "-c", "kill -INT $PPID; kill -INT $$"),
				      .inherit = true};
	signal(SIGINT, SIG_DFL); /* a job in the background begins with it ignored */
	assert_int_equal(run(&process, NULL), 128 + SIGINT);
	struct sigaction now;
	sigaction(SIGINT, NULL, &now);
	assert_true(now.sa_handler == SIG_DFL);
}

static void other_descriptors_are_closed(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	/* Above the ones a shell opens for itself. */
	int low = fcntl(STDERR_FILENO, F_DUPFD, 50), high = fcntl(STDERR_FILENO, F_DUPFD, 200);
	assert_true(low >= 50 && high >= 200);
	assert_int_equal(shell("echo /proc/$$/fd/*", &output), 0);
	close(low);
	close(high);
	assert_non_null(strstr(output.data, "/fd/2"));
	assert_null(strstr(output.data, "/fd/50"));
	assert_null(strstr(output.data, "/fd/200"));
}

static void closed_standard_streams_do_no_harm(void **state)
{
	pid_t pid = fork();
	if (pid == 0) {
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
		struct sms_process cat = {.arguments = ARGUMENTS("cat"), .input = "through", .input_length = 7};
		int status = -1;
		struct sms_error *error = sms_process_run(&cat, &output, &status);
		_exit(!error && status == 0 && strcmp(sms_buf_text(&output), "through") == 0 ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void no_descriptor_is_left_open(void **state)
{
	sms_auto(buf) struct sms_buf output = SMS_BUF_INIT;
	int before = dup(0);
	close(before);
	for (int i = 0; i < 5; i++) {
		struct sms_process good = {.arguments = ARGUMENTS("cat"), .input = "x", .input_length = 1};
		assert_int_equal(run(&good, &output), 0);
		expect_error(&(struct sms_process){.arguments = ARGUMENTS("cat"), .directory = "/no", .input = "x"},
			     "/no");
	}
	int after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

static void a_detached_program_is_not_waited_for(void **state)
{
	char path[] = "/tmp/sms-test-process-XXXXXX", text[64] = "";
	int fd = mkstemp(path);
	sms_auto(string) char *script = sms_format(
		"sleep 1; readlink /proc/$$/fd/0 /proc/$$/fd/2 >>%s; cut -d' ' -f4,6 /proc/$$/stat >>%s", path, path);
	struct sms_process process = {.arguments = ARGUMENTS("sh", "-c", script), .detached = true, .input = "unread"};
	assert_int_equal(run(&process, NULL), 0);
	assert_int_equal(pread(fd, text, sizeof text - 1, 0), 0);
	expect_no_children();
	for (int i = 0; i < 500 && !strchr(text, ' '); i++) {
		usleep(20000);
		ssize_t n = pread(fd, text, sizeof text - 1, 0);
		text[n > 0 ? n : 0] = 0;
	}
	close(fd);
	unlink(path);
	int parent = 0, session = 0;
	assert_int_equal(sscanf(text, "/dev/null\n/dev/null\n%d %d", &parent, &session), 2);
	assert_int_not_equal(parent, getpid());
	assert_int_not_equal(session, getsid(0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exit_status_comes_back),
		cmocka_unit_test(a_signal_is_128_and_its_number),
		cmocka_unit_test(output_replaces_what_was_there),
		cmocka_unit_test(without_input_there_is_an_end_of_file),
		cmocka_unit_test(much_input_and_output_do_not_wait_for_each_other),
		cmocka_unit_test(output_before_input_is_read_does_not_block),
		cmocka_unit_test(a_program_that_does_not_read_is_no_failure),
		cmocka_unit_test(a_program_that_is_not_there_is_named),
		cmocka_unit_test(a_file_that_is_no_program_cannot_be_started),
		cmocka_unit_test(the_working_directory_is_the_one_asked_for),
		cmocka_unit_test(the_environment_is_made_from_scratch),
		cmocka_unit_test(variables_are_added_or_replaced),
		cmocka_unit_test(an_editor_inherits_everything),
		cmocka_unit_test(keys_for_an_editor_do_not_end_the_caller),
		cmocka_unit_test(other_descriptors_are_closed),
		cmocka_unit_test(closed_standard_streams_do_no_harm),
		cmocka_unit_test(no_descriptor_is_left_open),
		cmocka_unit_test(a_detached_program_is_not_waited_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
