#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

/* Each test stands in a folder of its own, open as `folder`. */
static int folder = -1;
static char root[] = "/tmp/sms-test-file-XXXXXX";

static int set_up(void **state)
{
	strcpy(root + strlen(root) - 6, "XXXXXX");
	if (!mkdtemp(root) || chdir(root) < 0)
		return -1;
	folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return folder < 0 ? -1 : 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	return remove(path);
}

static int tear_down(void **state)
{
	close(folder);
	return chdir("/") < 0 ? -1 : nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void expect_text(const char *path, const char *text)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	assert_null(sms_file_read(&out, path, LIMIT));
	assert_string_equal(sms_buf_text(&out), text);
}

static void expect_error(struct sms_error *error, enum sms_status status, const char *part)
{
	assert_non_null(error);
	if (!strstr(sms_error_message(error), part))
		fail_msg("'%s' lacks '%s'", sms_error_message(error), part);
	assert_int_equal(sms_error_status(error), status);
	sms_error_free(error);
}

static int entries(const char *path)
{
	DIR *dir = opendir(path);
	assert_non_null(dir);
	int count = 0;
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

static struct sms_error *write_here(const char *path, const char *text)
{
	return sms_file_write_at(folder, path, text, strlen(text), true, NULL);
}

static struct sms_error *read_here(const char *path)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	struct sms_error *error = sms_file_read_at(&out, folder, path, LIMIT, NULL, NULL);
	if (error)
		assert_string_equal(sms_buf_text(&out), "");
	return error;
}

static void what_was_written_is_read(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	struct stat written, seen;
	bool found = false;
	umask(022);
	assert_null(sms_file_write_at(folder, "a/b/c.json", "x\0y", 3, true, &written));
	sms_buf_add_text(&out, "old");
	assert_null(sms_file_read_at(&out, folder, "a/b/c.json", LIMIT, &found, &seen));
	assert_true(found);
	assert_int_equal(out.length, 3);
	assert_memory_equal(out.data, "x\0y", 4);
	assert_int_equal(written.st_size, 3);
	assert_int_equal(written.st_ino, seen.st_ino);
	assert_memory_equal(&written.st_ctim, &seen.st_ctim, sizeof seen.st_ctim);
	assert_int_equal(seen.st_mode & 07777, 0644);
	assert_int_equal(entries("a/b"), 1);
	assert_null(read_here("./a//b/./c.json"));
}

static void an_empty_file_is_a_file(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	bool found = false;
	assert_null(sms_file_write_at(folder, "empty", NULL, 0, false, NULL));
	assert_null(sms_file_read_at(&out, folder, "empty", 0, &found, NULL));
	assert_true(found);
	assert_string_equal(sms_buf_text(&out), "");
}

static void a_missing_file_is_told_or_an_error(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	bool found = true;
	put("file", "x");
	assert_null(sms_file_read_at(&out, folder, "none", LIMIT, &found, NULL));
	assert_false(found);
	found = true;
	assert_null(sms_file_read_at(&out, folder, "no/such/file", LIMIT, &found, NULL));
	assert_false(found);
	found = true;
	assert_null(sms_file_read_at(&out, folder, "file/below", LIMIT, &found, NULL));
	assert_false(found);
	expect_error(read_here("none"), SMS_INPUT, "'none': No such file");
	expect_error(sms_file_read(&out, "none", LIMIT), SMS_INPUT, "'none': No such file");
	expect_error(sms_file_read(&out, ".", LIMIT), SMS_ENVIRONMENT, "Is a directory");
}

static void links_are_not_followed(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	bool found = true;
	assert_null(write_here("real/file", "secret"));
	assert_int_equal(symlink("real/file", "link"), 0);
	assert_int_equal(symlink("real", "linked"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	expect_error(read_here("link"), SMS_ENVIRONMENT, "symbolic link");
	expect_error(read_here("linked/file"), SMS_ENVIRONMENT, "symbolic link");
	expect_error(read_here("dangling"), SMS_ENVIRONMENT, "symbolic link");
	expect_error(sms_file_read_at(&out, folder, "linked/file", LIMIT, &found, NULL), SMS_ENVIRONMENT,
		     "symbolic link");
	assert_false(found);
	expect_error(write_here("linked/new", "x"), SMS_ENVIRONMENT, "symbolic link");
	expect_error(write_here("linked/deep/new", "x"), SMS_ENVIRONMENT, "symbolic link");
	expect_error(write_here("dangling/new", "x"), SMS_ENVIRONMENT, "symbolic link");
	expect_error(sms_file_remove_at(folder, "linked/file"), SMS_ENVIRONMENT, "symbolic link");
	expect_text("real/file", "secret");
	assert_int_equal(entries("real"), 1);
}

static void a_link_in_the_place_of_a_file_is_replaced(void **state)
{
	put("target", "target");
	assert_int_equal(symlink("target", "link"), 0);
	assert_null(write_here("link", "new"));
	expect_text("target", "target");
	expect_text("link", "new");
}

static void paths_that_lead_outside_are_refused(void **state)
{
	static const char *const paths[] = {"", "/etc/passwd", "..", "../x", "a/../../x", "a/..", "a/../b"};
	for (size_t i = 0; i < SMS_COUNT(paths); i++) {
		expect_error(read_here(paths[i]), SMS_INPUT, "beneath");
		expect_error(write_here(paths[i], "x"), SMS_INPUT, "beneath");
		expect_error(sms_file_remove_at(folder, paths[i]), SMS_INPUT, "beneath");
	}
	expect_error(write_here("a/", "x"), SMS_INPUT, "does not name a file");
	expect_error(write_here(".", "x"), SMS_INPUT, "does not name a file");
	assert_null(write_here("..a/b..", "x"));
}

static void only_regular_files_are_taken(void **state)
{
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(mkdir("dir", 0700), 0);
	alarm(10);
	expect_error(read_here("fifo"), SMS_ENVIRONMENT, "not a regular file");
	alarm(0);
	expect_error(read_here("dir"), SMS_ENVIRONMENT, "not a regular file");
	expect_error(write_here("dir", "x"), SMS_ENVIRONMENT, "Is a directory");
	assert_int_equal(entries("."), 2);
}

static void a_limit_is_the_largest_size_taken(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	put("ten", "0123456789");
	assert_null(sms_file_read(&out, "ten", 10));
	assert_int_equal(out.length, 10);
	expect_error(sms_file_read(&out, "ten", 9), SMS_INPUT, "limit of 9 bytes");
	assert_int_equal(out.length, 0);
	expect_error(sms_file_read_at(&out, folder, "ten", 0, NULL, NULL), SMS_INPUT, "limit of 0 bytes");
	assert_null(sms_file_read(&out, "ten", SIZE_MAX));
	/* No size is known before. */
	expect_error(sms_file_read(&out, "/dev/zero", 100000), SMS_INPUT, "limit of 100000 bytes");
	assert_null(sms_file_read(&out, "/dev/null", 0));
	assert_null(sms_file_read(&out, "/proc/self/status", LIMIT));
	assert_true(out.length > 100);
}

static void a_dash_is_standard_input(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	int ends[2], before = dup(STDIN_FILENO);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "typed", 5), 5);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_null(sms_file_read(&out, "-", 5));
	assert_string_equal(sms_buf_text(&out), "typed");
	dup2(before, STDIN_FILENO);
	close(before);
}

static void a_replacement_is_a_new_file_and_readers_keep_the_old(void **state)
{
	char text[8] = "";
	assert_null(write_here("file", "old"));
	int reader = open("file", O_RDONLY);
	assert_null(write_here("file", "newer"));
	assert_int_equal(read(reader, text, sizeof text), 3);
	assert_string_equal(text, "old");
	close(reader);
	expect_text("file", "newer");
	assert_int_equal(entries("."), 1);
}

static void large_contents_come_through(void **state)
{
	sms_auto(buf) struct sms_buf in = SMS_BUF_INIT, out = SMS_BUF_INIT;
	for (int i = 0; i < 500000; i++)
		sms_buf_add_format(&in, "%d,", i);
	assert_null(sms_file_write_at(folder, "large", in.data, in.length, false, NULL));
	assert_null(sms_file_read_at(&out, folder, "large", in.length, NULL, NULL));
	assert_int_equal(out.length, in.length);
	assert_memory_equal(out.data, in.data, in.length);
}

/* The file size limit stands for a full disk: the old contents stay and nothing is left behind. */
static void a_failed_write_leaves_everything_as_it_was(void **state)
{
	assert_null(write_here("a/file", "old"));
	pid_t pid = fork();
	if (pid == 0) {
		char large[4096] = {0};
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, 1000});
		struct sms_error *error = sms_file_write_at(folder, "a/file", large, sizeof large, true, NULL);
		bool told = error && strcmp(sms_error_message(error), "cannot write 'a/file': File too large") == 0;
		_exit(told && sms_error_status(error) == SMS_ENVIRONMENT ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(entries("a"), 1);
	expect_text("a/file", "old");
}

static void a_file_in_the_way_of_a_folder_is_an_error(void **state)
{
	put("file", "x");
	expect_error(write_here("file/below", "x"), SMS_ENVIRONMENT, "Not a directory");
	expect_error(write_here("file/deep/below", "x"), SMS_ENVIRONMENT, "Not a directory");
	expect_error(sms_dir_make("file"), SMS_ENVIRONMENT, "Not a directory");
	expect_error(sms_dir_make("file/deep"), SMS_ENVIRONMENT, "Not a directory");
	sms_auto(buf) struct sms_buf name = SMS_BUF_INIT;
	sms_buf_add_fill(&name, 'n', 300);
	expect_error(write_here(sms_buf_text(&name), "x"), SMS_ENVIRONMENT, "File name too long");
	sms_buf_add_text(&name, "/x");
	expect_error(write_here(sms_buf_text(&name), "x"), SMS_ENVIRONMENT, "File name too long");
	assert_int_equal(entries("."), 1);
}

static void a_removal_takes_the_folders_it_empties(void **state)
{
	assert_null(write_here("a/b/c/one", "1"));
	assert_null(write_here("a/two", "2"));
	assert_null(sms_file_remove_at(folder, "a/b/c/one"));
	assert_false(sms_file_exists("a/b"));
	assert_true(sms_file_exists("a/two"));
	assert_null(sms_file_remove_at(folder, "a/two"));
	assert_int_equal(entries("."), 0);
	assert_true(sms_file_exists(root));
}

static void a_removal_of_nothing_is_done(void **state)
{
	assert_int_equal(mkdir("dir", 0700), 0);
	assert_null(sms_file_remove_at(folder, "none"));
	assert_null(sms_file_remove_at(folder, "no/such/file"));
	assert_null(sms_file_remove_at(folder, "dir/none"));
	assert_true(sms_file_exists("dir"));
	expect_error(sms_file_remove_at(folder, "dir"), SMS_ENVIRONMENT, "Is a directory");
}

static void a_users_path_may_be_anything(void **state)
{
	sms_auto(string) char *absolute = sms_format("%s/x/y/out", root);
	assert_null(sms_file_write(absolute, "1", 1));
	expect_text("x/y/out", "1");
	assert_null(sms_file_write("x/y/../up", "2", 1));
	expect_text("x/up", "2");
	assert_int_equal(symlink("x/up", "link"), 0);
	assert_null(sms_file_write("link", "4", 1));
	expect_text("x/up", "4");
	expect_error(sms_file_write(".", "x", 1), SMS_ENVIRONMENT, "Is a directory");
	expect_error(sms_file_write("", "x", 1), SMS_INPUT, "does not name a file");
}

static void devices_are_written_through_not_replaced(void **state)
{
	struct stat status;
	assert_null(sms_file_write("/dev/null", "x", 1));
	assert_int_equal(stat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
	expect_error(sms_file_write("/dev/full", "x", 1), SMS_ENVIRONMENT, "'/dev/full': No space left on device");
}

static void folders_are_made_with_their_parents(void **state)
{
	assert_null(sms_dir_make("a/b//c/"));
	assert_null(sms_dir_make("a/b/c"));
	assert_null(sms_dir_make("/"));
	assert_null(sms_dir_make("."));
	assert_null(sms_dir_make(root));
	assert_true(sms_file_exists("a/b/c"));
	assert_false(sms_file_exists("a/b/d"));
	expect_error(sms_dir_make(""), SMS_ENVIRONMENT, "No such file");
}

static void random_bytes_differ(void **state)
{
	unsigned char bytes[128] = {0};
	sms_random(bytes, 64);
	sms_random(bytes + 64, 64);
	assert_memory_not_equal(bytes, bytes + 64, 64);
}

/* From here on openat2() is a system call that the kernel does not know, as before Linux 5.6. */
static bool forget_openat2(void)
{
	struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
				     BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
				     BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
				     BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	struct sock_fprog program = {.len = SMS_COUNT(code), .filter = code};
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_written_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_file_is_a_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_missing_file_is_told_or_an_error, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links_are_not_followed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_link_in_the_place_of_a_file_is_replaced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(paths_that_lead_outside_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_regular_files_are_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_limit_is_the_largest_size_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_dash_is_standard_input, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_replacement_is_a_new_file_and_readers_keep_the_old, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(large_contents_come_through, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_failed_write_leaves_everything_as_it_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_in_the_way_of_a_folder_is_an_error, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_removal_takes_the_folders_it_empties, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_removal_of_nothing_is_done, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_users_path_may_be_anything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(devices_are_written_through_not_replaced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(folders_are_made_with_their_parents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(random_bytes_differ, set_up, tear_down),
	};
	int failed = cmocka_run_group_tests_name("with openat2", tests, NULL, NULL);
	if (forget_openat2())
		failed += cmocka_run_group_tests_name("without openat2", tests, NULL, NULL);
	else
		print_message("the kernel takes no filter: the way without openat2 is not tested\n");
	return failed;
}
