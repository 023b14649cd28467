#include "test_git_fixture.h"
#include <signal.h>
#include <sys/resource.h>

static void test_first_commit_on_an_unborn_branch(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid commit, head = head_of(repo);
	assert_true(sms_oid_is_zero(&head));
	expect_ok(write_text(repo, "records/incident/INC-1.json", "{}\n", &commit));
	head = head_of(repo);
	assert_true(sms_oid_equal(&head, &commit));
	expect_text("records/incident/INC-1.json", "{}\n");
	expect_output("main Ada Tester 1700000000 +0000 write", "git log -1 --date=raw --format='%S %an %ad %s' main");
	expect_clean();
}

static void test_second_commit_keeps_the_rest(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a/one", "1", NULL));
	expect_ok(write_text(repo, "a-b", "2", NULL));
	expect_ok(write_text(repo, "a.b", "3", NULL));
	expect_ok(write_text(repo, "a/two", "4", NULL));
	expect_ok(write_text(repo, "a/one", "5", NULL));
	expect_output("a-b\na.b\na/one\na/two", "git ls-tree -r --name-only HEAD");
	expect_output("a-b\na.b\na/one\na/two", "git ls-files");
	expect_output("5", "git show HEAD:a/one");
	expect_clean();
}

static void test_removal_takes_empty_folders_along(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_write_file files[] = {{"x/y/z", "1", 1}, {"x/w", "2", 1}, {"top", "3", 1}};
	struct sms_oid commit;
	expect_ok(write_files(repo, files, 3, &commit));
	expect_ok(write_text(repo, "x/y/z", NULL, NULL));
	assert_false(sms_file_exists("x/y"));
	expect_output("top\nx/w", "git ls-tree -r --name-only HEAD");
	expect_clean();
	expect_ok(write_text(repo, "x/w", NULL, NULL));
	expect_ok(write_text(repo, "top", NULL, NULL));
	expect_output("", "git ls-tree -r --name-only HEAD");
	expect_clean();
}

static void test_equal_contents_make_no_commit(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid first, second;
	expect_ok(write_text(repo, "a", "1", &first));
	expect_ok(write_text(repo, "a", "1", &second));
	assert_true(sms_oid_equal(&first, &second));
	expect_ok(write_text(repo, "none", NULL, &second));
	assert_true(sms_oid_equal(&first, &second));
	expect_clean();
}

static void test_bare_repository(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(true);
	expect_ok(write_text(repo, "a/b", "1", NULL));
	expect_ok(write_text(repo, "a/c", "2", NULL));
	expect_output("a/b\na/c", "git ls-tree -r --name-only main");
	expect_output("", "git fsck --strict");
	assert_false(sms_file_exists("a"));
	assert_false(sms_file_exists("index"));
}

static void test_staged_file_is_not_swept_in(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a", "1", NULL));
	put("staged", "by hand");
	sh("git add staged");
	expect_ok(write_text(repo, "a", "2", NULL));
	expect_output("A  staged", "git status --porcelain");
	expect_output("a", "git ls-tree -r --name-only HEAD");
}

static void test_edited_file_is_refused(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid first, second;
	expect_ok(write_text(repo, "a", "1", &first));
	put("a", "edited");
	expect_error(write_text(repo, "a", "2", NULL), SMS_INPUT, "'a' has edits that are not committed");
	expect_error(write_text(repo, "a", NULL, NULL), SMS_INPUT, "'a' has edits that are not committed");
	second = head_of(repo);
	assert_true(sms_oid_equal(&first, &second));
	expect_text("a", "edited");
	put("new", "untracked");
	expect_error(write_text(repo, "new", "2", NULL), SMS_INPUT, "'new' has edits that are not committed");
	expect_ok(write_text(repo, "a", "edited", NULL));
	expect_ok(write_text(repo, "new", "untracked", NULL));
	expect_clean();
}

static void test_kept_worktree(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(lock) struct sms_lock *lock = NULL;
	struct sms_oid tip, commit;
	expect_ok(write_text(repo, "a", "1", &tip));
	put("a", "by hand");
	expect_ok(sms_lock_take(&lock, repo, 5));
	struct sms_write_file file = {"a", "by hand", 7};
	struct sms_write write = {.parent = &tip,
				  .files = &file,
				  .count = 1,
				  .message = "m",
				  .author = &someone,
				  .time = 1700000000,
				  .keep_worktree = true};
	expect_ok(sms_repo_write(repo, lock, &write, &commit));
	expect_clean();
	/* Changed again after it was read: git must still see that. */
	put("a", "BY HAND");
	file.bytes = "my hand";
	write.parent = &commit;
	expect_ok(sms_repo_write(repo, lock, &write, &commit));
	expect_output(" M a", "git status --porcelain");
}

static void test_moved_tip_is_busy(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(lock) struct sms_lock *lock = NULL;
	struct sms_oid old, commit;
	expect_ok(write_text(repo, "a", "1", &old));
	expect_ok(write_text(repo, "a", "2", NULL));
	expect_ok(sms_lock_take(&lock, repo, 0));
	struct sms_write_file file = {"a", "3", 1};
	struct sms_write write = {.parent = &old, .files = &file, .count = 1, .message = "m", .author = &someone};
	expect_error(sms_repo_write(repo, lock, &write, &commit), SMS_BUSY, "another commit");
	expect_text("a", "2");
	expect_clean();
}

static void test_lock_is_exclusive(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(lock) struct sms_lock *lock = NULL;
	struct sms_lock *second;
	expect_ok(sms_lock_take(&lock, repo, 0));
	expect_error(sms_lock_take(&second, repo, 0), SMS_BUSY, "another sms is writing");
}

static void test_stale_locks_of_git_are_busy(void **state)
{
	static const char *const names[] = {".git/index.lock", ".git/HEAD.lock", ".git/refs/heads/main.lock"};
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_lock *lock;
	expect_ok(write_text(repo, "a", "1", NULL));
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		put(names[i], "");
		struct sms_error *error = sms_lock_take(&lock, repo, 0);
		assert_non_null(error);
		assert_non_null(strstr(sms_error_hint_at(error, 0), names[i]));
		expect_error(error, SMS_BUSY, names[i]);
		unlink(names[i]);
	}
	expect_ok(write_text(repo, "a", "2", NULL));
}

static void test_lock_that_git_lets_go_is_waited_for(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a", "1", NULL));
	put(".git/index.lock", "");
	sh("(sleep 0.3; rm .git/index.lock) &");
	expect_ok(write_text(repo, "a", "2", NULL));
	expect_clean();
}

static void test_links_in_the_way_are_refused(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sh("mkdir elsewhere && ln -s elsewhere folder && ln -s elsewhere/target file && echo x > elsewhere/target");
	expect_error(write_text(repo, "folder/a", "1", NULL), SMS_INPUT, "symbolic link");
	expect_error(write_text(repo, "file", "1", NULL), SMS_INPUT, "symbolic link");
	assert_false(sms_file_exists("elsewhere/a"));
	struct sms_oid head = head_of(repo);
	assert_true(sms_oid_is_zero(&head));
}

static void test_bad_paths_and_messages_are_refused(void **state)
{
	static const char *const paths[] = {"", "/a", "a/", "a//b", "./a", "a/../b", ".git/config", "a/.GIT/x", "a\nb"};
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	for (size_t i = 0; i < SMS_COUNT(paths); i++)
		expect_error(write_text(repo, paths[i], "1", NULL), SMS_INPUT, "is no path");
	struct sms_write_file twice[] = {{"a", "1", 1}, {"b", "1", 1}, {"a", "2", 1}};
	struct sms_oid commit;
	expect_error(write_files(repo, twice, 3, &commit), SMS_INPUT, "twice");
	struct sms_write_file both[] = {{"a", "1", 1}, {"a.b", "1", 1}, {"a/b", "1", 1}};
	expect_error(write_files(repo, both, 3, &commit), SMS_INPUT, "a file and a folder");
	expect_ok(write_text(repo, "a/b", "1", NULL));
	expect_error(write_text(repo, "a", "1", NULL), SMS_INPUT, "a file and a folder");
	expect_error(write_text(repo, "a/b/c", "1", NULL), SMS_INPUT, "a file and a folder");
	expect_clean();
}

static void test_file_becomes_folder(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(true);
	struct sms_oid commit;
	expect_ok(write_text(repo, "a", "1", NULL));
	struct sms_write_file files[] = {{"a", NULL, 0}, {"a/b", "1", 1}};
	expect_ok(write_files(repo, files, 2, &commit));
	expect_output("a/b", "git ls-tree -r --name-only main");
}

static void test_states_that_do_not_take_commits(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a", "1", NULL));
	sh("git rev-parse HEAD > .git/MERGE_HEAD");
	expect_error(write_text(repo, "a", "2", NULL), SMS_INPUT, "merge");
	unlink(".git/MERGE_HEAD");
	sh("git checkout -q --detach");
	expect_error(write_text(repo, "a", "2", NULL), SMS_INPUT, "detached");
	assert_false(sms_file_exists(".git/index.lock"));
	expect_clean();
}

/* Files in some folders, pairs of which have the same contents. */
static void make_files(struct sms_write_file *files, size_t count, size_t folders)
{
	for (size_t i = 0; i < count; i++) {
		files[i].path = sms_format("records/%02zu/R-%05zu.json", i % folders, i);
		files[i].bytes = sms_format("{\"number\": %zu}\n", i / 2);
		files[i].length = strlen(files[i].bytes);
	}
}

static void free_files(struct sms_write_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free((void *)(uintptr_t)files[i].path);
		free((void *)(uintptr_t)files[i].bytes);
	}
}

static void test_bulk_is_one_pack(void **state)
{
	enum { COUNT = 5000 };
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(lock) struct sms_lock *lock = NULL;
	static struct sms_write_file files[COUNT];
	struct sms_oid tip = head_of(repo), commit;
	make_files(files, COUNT, 20);
	expect_ok(sms_lock_take(&lock, repo, 5));
	struct sms_write write = {.parent = &tip,
				  .files = files,
				  .count = COUNT,
				  .message = "bulk",
				  .author = &someone,
				  .time = 1700000000,
				  .packed = true};
	expect_ok(sms_repo_write(repo, lock, &write, &commit));
	expect_output("1", "ls .git/objects/pack/*.pack | wc -l");
	expect_output("5000", "git ls-tree -r HEAD | wc -l");
	expect_output("0", "find .git/objects/?? -type f | wc -l");
	expect_text("records/00/R-00040.json", "{\"number\": 20}\n");
	expect_clean();
	free_files(files, COUNT);
}

/* More objects than are open at a time, their folders gone, and one of them there already and cut to nothing, as a
 * loss of power leaves what nobody flushed. */
static void test_many_loose_objects(void **state)
{
	enum { COUNT = 200 };
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	static struct sms_write_file files[COUNT];
	struct sms_oid commit, damaged;
	char id[SMS_OID_SIZE];
	sh("rmdir .git/objects/??");
	make_files(files, COUNT, 7);
	sms_oid_of_blob(files[5].bytes, files[5].length, &damaged);
	sms_oid_format(&damaged, id);
	sh("mkdir .git/objects/%.2s; : > .git/objects/%.2s/%s", id, id, id + 2);
	expect_ok(write_files(repo, files, COUNT, &commit));
	expect_output("200", "git ls-tree -r HEAD | wc -l");
	expect_output("110", "find .git/objects/?? -type f | wc -l"); /* 100 blobs, 9 trees, the commit */
	expect_output("0", "find .git/objects -maxdepth 1 -type f | wc -l");
	expect_text("records/05/R-00005.json", "{\"number\": 2}\n");
	expect_clean();
	free_files(files, COUNT);
}

static void test_failed_object_leaves_nothing(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid first;
	expect_ok(write_text(repo, "a", "1", &first));
	struct rlimit limit, before;
	getrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_IGN);
	limit = before;
	limit.rlim_cur = 10;
	setrlimit(RLIMIT_FSIZE, &limit);
	struct sms_error *error = write_text(repo, "a", "2", NULL);
	setrlimit(RLIMIT_FSIZE, &before);
	expect_error(error, SMS_ENVIRONMENT, "cannot write a git object");
	struct sms_oid head = head_of(repo);
	assert_true(sms_oid_equal(&head, &first));
	expect_output("0", "find .git/objects -name 'tmp_*' | wc -l");
	expect_clean();
	expect_ok(write_text(repo, "a", "2", NULL));
	expect_clean();
}

/* Fifty writes to files of its own and to a shared one, each started again from reading while others are first. */
static void write_for(int number)
{
	sms_auto(repo) struct sms_repo *repo = NULL;
	expect_ok(sms_repo_open(&repo, "."));
	for (int i = 0; i < 50;) {
		sms_auto(string) char *path = sms_format("writer/%d/%d", number, i);
		sms_auto(string) char *text = sms_format("%d %d\n", number, i);
		struct sms_write_file files[] = {{path, text, strlen(text)}, {"shared", text, strlen(text)}};
		struct sms_oid commit;
		struct sms_error *error = write_files(repo, files, 2, &commit);
		if (error && sms_error_status(error) != SMS_BUSY)
			fail_msg("%s", sms_error_message(error));
		i += !error;
		sms_error_free(error);
	}
}

static void test_two_writers_lose_nothing(void **state)
{
	sms_repo_free(new_repo(false));
	for (int number = 0; number < 2; number++) {
		if (fork() == 0) {
			write_for(number);
			_exit(0);
		}
	}
	for (int number = 0; number < 2; number++) {
		int status;
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	expect_output("100", "git rev-list --count HEAD");
	expect_output("101", "git ls-files | wc -l");
	expect_clean();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_first_commit_on_an_unborn_branch),
		TEST(test_second_commit_keeps_the_rest),
		TEST(test_removal_takes_empty_folders_along),
		TEST(test_equal_contents_make_no_commit),
		TEST(test_bare_repository),
		TEST(test_staged_file_is_not_swept_in),
		TEST(test_edited_file_is_refused),
		TEST(test_kept_worktree),
		TEST(test_moved_tip_is_busy),
		TEST(test_lock_is_exclusive),
		TEST(test_stale_locks_of_git_are_busy),
		TEST(test_lock_that_git_lets_go_is_waited_for),
		TEST(test_links_in_the_way_are_refused),
		TEST(test_bad_paths_and_messages_are_refused),
		TEST(test_file_becomes_folder),
		TEST(test_states_that_do_not_take_commits),
		TEST(test_bulk_is_one_pack),
		TEST(test_many_loose_objects),
		TEST(test_failed_object_leaves_nothing),
		TEST(test_two_writers_lose_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
