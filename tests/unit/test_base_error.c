#include "base/error.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void an_error_says_what_and_how_it_ends(void **state)
{
	sms_auto(error) struct sms_error *error = sms_error(SMS_INPUT, "unknown type '%s'", "incidnet");
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	assert_string_equal(sms_error_message(error), "unknown type 'incidnet'");
	assert_int_equal(sms_error_hint_count(error), 0);
	assert_null(sms_error_hint_at(error, 0));
}

static void a_system_error_ends_in_the_systems_words(void **state)
{
	sms_auto(error) struct sms_error *error = sms_error_errno(ENOSPC, "cannot write '%s'", "a/b");
	assert_int_equal(sms_error_status(error), SMS_ENVIRONMENT);
	assert_string_equal(sms_error_message(error), "cannot write 'a/b': No space left on device");
	sms_auto(error) struct sms_error *unknown = sms_error_errno(98765, "x");
	assert_string_equal(sms_error_message(unknown), "x: Unknown error 98765");
}

static void context_hints_and_status_are_added_on_the_way_up(void **state)
{
	sms_auto(error) struct sms_error *error = sms_error(SMS_NO, "100%% wrong");
	struct sms_error *same = sms_error_wrap(error, "line %d", 7);
	assert_ptr_equal(same, error);
	same = sms_error_wrap(error, "'%s'", "x.json");
	assert_ptr_equal(same, error);
	same = sms_error_hint(error, "sms %s", "doctor");
	assert_ptr_equal(same, error);
	same = sms_error_hint(error, "sms fsck");
	assert_ptr_equal(same, error);
	same = sms_error_as(error, SMS_BUSY);
	assert_ptr_equal(same, error);
	assert_string_equal(sms_error_message(error), "'x.json': line 7: 100% wrong");
	assert_int_equal(sms_error_hint_count(error), 2);
	assert_string_equal(sms_error_hint_at(error, 0), "sms doctor");
	assert_string_equal(sms_error_hint_at(error, 1), "sms fsck");
	assert_int_equal(sms_error_status(error), SMS_BUSY);
}

static void no_error_stays_none(void **state)
{
	assert_int_equal(sms_error_status(NULL), SMS_OK);
	assert_string_equal(sms_error_message(NULL), "");
	assert_int_equal(sms_error_hint_count(NULL), 0);
	assert_null(sms_error_wrap(NULL, "context"));
	assert_null(sms_error_hint(NULL, "hint"));
	assert_null(sms_error_as(NULL, SMS_NO));
	sms_error_free(NULL);
}

static struct sms_error *fail_when(int at, int step)
{
	return at == step ? sms_error(SMS_NO, "step %d", step) : NULL;
}

static struct sms_error *three_steps(int at, int *done)
{
	SMS_TRY(fail_when(at, 1));
	++*done;
	SMS_TRY(fail_when(at, 2));
	++*done;
	return NULL;
}

static void a_try_returns_the_first_error(void **state)
{
	int done = 0;
	sms_auto(error) struct sms_error *error = three_steps(2, &done);
	assert_string_equal(sms_error_message(error), "step 2");
	assert_int_equal(done, 1);
	assert_null(three_steps(3, &done));
}

/* The address sanitizer would end the process itself. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void memory_that_cannot_be_had_ends_with_status_12(void **state)
{
	int ends[2], status;
	char said[64] = "";
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDERR_FILENO);
		char *memory = sms_realloc(NULL, SIZE_MAX / 2, 4);
		_exit(memory ? 1 : 2);
	}
	close(ends[1]);
	assert_true(read(ends[0], said, sizeof said - 1) > 0);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 12);
	/* Sanitizers warn before the line. */
	assert_non_null(strstr(said, "sms: out of memory\n"));
}

static void memory_of_no_bytes_is_there(void **state)
{
	sms_auto(string) char *none = sms_alloc(0, 8);
	assert_non_null(none);
	none = sms_realloc(none, 0, 8);
	assert_non_null(none);
	sms_auto(string) char *empty = sms_copy(NULL, 0);
	assert_string_equal(empty, "");
	assert_null(sms_strdup(NULL));
	sms_auto(string) char *text = sms_format("%05.1f|%s", 2.25, "x");
	assert_string_equal(text, "002.2|x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_says_what_and_how_it_ends),
		cmocka_unit_test(a_system_error_ends_in_the_systems_words),
		cmocka_unit_test(context_hints_and_status_are_added_on_the_way_up),
		cmocka_unit_test(no_error_stays_none),
		cmocka_unit_test(a_try_returns_the_first_error),
		cmocka_unit_test(memory_that_cannot_be_had_ends_with_status_12),
		cmocka_unit_test(memory_of_no_bytes_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
