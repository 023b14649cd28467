#include "test_git_fixture.h"
#include <dlfcn.h>

/* libgit2 1.5 does not free what PCRE2 gave it when it compares the extensions of a repository with a pattern. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8.so\n";
}

/* --- Opening --- */

static void test_no_repository(void **state)
{
	struct sms_repo *repo;
	sh("mkdir -p some/folder");
	struct sms_error *error = sms_repo_open(&repo, "some/folder");
	assert_non_null(error);
	assert_string_equal(sms_error_hint_at(error, 0), "sms init --org NAME");
	expect_error(error, SMS_ENVIRONMENT, "/some/folder' or above it");
	expect_error(sms_repo_open(&repo, "not/there"), SMS_ENVIRONMENT, "no git repository in 'not/there'");
}

static void test_open_looks_upwards(void **state)
{
	sms_auto(repo) struct sms_repo *made = new_repo(false);
	sms_auto(repo) struct sms_repo *repo = NULL;
	sms_auto(repo) struct sms_repo *again = NULL;
	sh("mkdir -p some/folder");
	expect_ok(sms_repo_open(&repo, "some/folder"));
	assert_string_equal(sms_repo_workdir(repo), sms_repo_workdir(made));
	assert_true(sms_repo_workdir_fd(repo) >= 0);
	assert_string_equal(strrchr(root, '/'),
			    strstr(sms_repo_gitdir(repo), strrchr(root, '/')) ? strrchr(root, '/') : "");
	expect_ok(sms_repo_reopen(&again, repo));
	assert_string_equal(sms_repo_gitdir(again), sms_repo_gitdir(repo));
}

static void test_environment_is_not_heeded(void **state)
{
	struct sms_repo *repo;
	sh("git init -q elsewhere; mkdir here");
	sms_auto(string) char *elsewhere = sms_format("%s/elsewhere/.git", root);
	setenv("GIT_DIR", elsewhere, 1);
	expect_error(sms_repo_open(&repo, "here"), SMS_ENVIRONMENT, "no git repository");
	unsetenv("GIT_DIR");
}

static void test_foreign_owner(void **state)
{
	struct sms_repo *repo;
	if (geteuid() != 0)
		skip();
	sh("git init -q foreign; chown -R 12345 foreign");
	struct sms_error *error = sms_repo_open(&repo, "foreign");
	assert_non_null(error);
	assert_non_null(strstr(sms_error_hint_at(error, 0), "git config --global --add safe.directory '/"));
	expect_error(error, SMS_ENVIRONMENT, "belongs to another user");
}

static void test_formats_that_are_not_supported(void **state)
{
	struct sms_repo *repo;
	sh("git init -q --object-format=sha256 new 2>&1");
	expect_error(sms_repo_open(&repo, "new"), SMS_ENVIRONMENT, "objectformat");
	sh("git init -q table; cd table; git config core.repositoryformatversion 1; git config extensions.refstorage "
	   "reftable");
	expect_error(sms_repo_open(&repo, "table"), SMS_ENVIRONMENT, "refstorage");
}

static void test_init(void **state)
{
	sms_repo_free(new_repo(false));
	sms_auto(repo) struct sms_repo *again = NULL;
	sms_auto(repo) struct sms_repo *bare = NULL;
	struct sms_repo *none;
	expect_output("256", "ls -d .git/objects/?? | wc -l");
	expect_output("all", "git config core.fsync");
	expect_output("1", "git config commitGraph.generationVersion");
	expect_output("refs/heads/main", "git symbolic-ref HEAD");
	expect_ok(sms_repo_init(&again, ".", false));
	expect_error(sms_repo_init(&none, ".", true), SMS_INPUT, "with a work tree");
	expect_ok(sms_repo_init(&bare, "deep/er", true));
	assert_null(sms_repo_workdir(bare));
	expect_error(sms_repo_init(&none, "deep/er", false), SMS_INPUT, "bare");
	expect_output("", "git fsck --strict 2>&1 | grep -v '^notice' || :");
}

/* --- Settings --- */

static void expect_oddities(const struct sms_repo *repo, const char *expected)
{
	sms_auto(list) struct sms_list oddities = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	expect_ok(sms_repo_oddities(repo, &oddities));
	sms_list_join(&text, &oddities, ", ");
	assert_string_equal(sms_buf_text(&text), expected);
}

static void test_oddities(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a", "1", NULL));
	expect_ok(write_text(repo, "a", "2", NULL));
	expect_oddities(repo, "");
	sh("git replace HEAD HEAD^; git rev-parse HEAD > .git/shallow; echo x > .git/info/grafts; echo /tmp > "
	   ".git/objects/info/alternates; git config core.sparseCheckout true; git config remote.o.promisor true");
	sms_auto(repo) struct sms_repo *odd = NULL;
	expect_ok(sms_repo_reopen(&odd, repo));
	expect_oddities(odd, "shallow clone, replace refs, grafts, partial clone, alternates, sparse checkout");
	sh("git config core.sparseCheckout false; git config remote.o.promisor false; rm .git/shallow .git/info/grafts "
	   ".git/objects/info/alternates; git replace -d HEAD 2>&1 > /dev/null || rm -rf .git/refs/replace");
	expect_oddities(repo, "");
}

static void test_config(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(string) char *value = NULL;
	expect_ok(sms_repo_config(repo, "sms.answer", &value));
	assert_null(value);
	sh("git config sms.answer 42");
	expect_ok(sms_repo_config(repo, "sms.answer", &value));
	assert_string_equal(value, "42");
}

static void test_identity(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(identity) struct sms_identity identity = {0};
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	expect_error(sms_repo_identity(repo, &identity), SMS_INPUT, "'user.name' is not set");
	sh("git config user.name 'Grace \xc3\x9c. Hopper'; git config user.email grace@example.org");
	expect_ok(sms_repo_identity(repo, &identity));
	assert_string_equal(identity.name, "Grace \xc3\x9c. Hopper");
	assert_string_equal(identity.email, "grace@example.org");
	sms_identity_release(&identity);
	static const char *const bad[] = {"a\nb", "a \xe2\x80\xae b", "a <b>", "\xff", " ., "};
	for (size_t i = 0; i < SMS_COUNT(bad); i++) {
		setenv("GIT_AUTHOR_NAME", bad[i], 1);
		expect_error(sms_repo_identity(repo, &identity), SMS_INPUT, "not allowed");
	}
	setenv("GIT_AUTHOR_NAME", "Someone Else", 1);
	expect_ok(sms_repo_identity(repo, &identity));
	assert_string_equal(identity.name, "Someone Else");
}

/* --- Ids --- */

static void test_oids(void **state)
{
	struct sms_oid oid;
	char text[SMS_OID_SIZE];
	sms_oid_of_blob("hello\n", 6, &oid);
	sms_oid_format(&oid, text);
	assert_string_equal(text, "ce013625030ba8dba906f756967f9e9ca394464a");
	struct sms_oid parsed;
	assert_true(sms_oid_parse("CE013625030ba8dba906f756967f9e9ca394464a", &parsed));
	assert_true(sms_oid_equal(&oid, &parsed));
	assert_false(sms_oid_parse("ce013625030ba8dba906f756967f9e9ca394464", &parsed));
	assert_false(sms_oid_parse("ce013625030ba8dba906f756967f9e9ca394464aa", &parsed));
	assert_false(sms_oid_parse("ge013625030ba8dba906f756967f9e9ca394464a", &parsed));
	assert_false(sms_oid_parse("", &parsed));
	assert_true(sms_oid_is_zero(&(struct sms_oid){{0}}));
	assert_false(sms_oid_is_zero(&oid));
}

/* --- Commits --- */

static void expect_resolved(const struct sms_repo *repo, const char *revision, const char *command)
{
	struct sms_oid oid;
	char text[SMS_OID_SIZE];
	expect_ok(sms_repo_resolve(repo, revision, &oid));
	sms_oid_format(&oid, text);
	expect_output(text, command);
}

static void test_resolve(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid oid;
	expect_error(sms_repo_resolve(repo, "HEAD", &oid), SMS_INPUT, "'HEAD'");
	expect_ok(write_text(repo, "a", "1", NULL));
	expect_ok(write_text(repo, "a", "2", NULL));
	sh("git tag -a -m tag v1 HEAD^");
	expect_resolved(repo, "HEAD~1", "git rev-parse HEAD^");
	expect_resolved(repo, "v1", "git rev-parse HEAD^");
	expect_resolved(repo, "main", "git rev-parse HEAD");
	expect_error(sms_repo_resolve(repo, "nope", &oid), SMS_INPUT, "'nope' does not name a commit");
	expect_error(sms_repo_resolve(repo, "HEAD:a", &oid), SMS_INPUT, "'HEAD:a' does not name a commit");
	expect_error(sms_repo_resolve(repo, "HEAD~7", &oid), SMS_INPUT, "'HEAD~7' does not name a commit");
	expect_error(sms_repo_resolve(repo, "..", &oid), SMS_INPUT, "'..'");
}

static void test_commit(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(commit) struct sms_commit commit = {0};
	expect_ok(write_text(repo, "a", "1", NULL));
	sh("GIT_AUTHOR_DATE='1600000000 +0200' GIT_COMMITTER_DATE='1600000100 -0500' git -c user.name=x commit -q "
	   "--allow-empty -m 'subject\n\nbody'");
	struct sms_oid head = head_of(repo);
	expect_ok(sms_repo_commit(repo, &head, &commit));
	assert_true(sms_oid_equal(&commit.oid, &head));
	assert_int_equal(commit.parent_count, 1);
	assert_string_equal(commit.author.name, "Ada Tester");
	assert_string_equal(commit.committer.email, "ada@example.org");
	assert_int_equal(commit.author_time, 1600000000);
	assert_int_equal(commit.time, 1600000100);
	assert_string_equal(commit.message, "subject\n\nbody\n");
	struct sms_commit none;
	expect_error(sms_repo_commit(repo, &commit.tree, &none), SMS_ENVIRONMENT, "is a tree where a commit should be");
	head.id[0] ^= 1;
	expect_error(sms_repo_commit(repo, &head, &none), SMS_ENVIRONMENT, "cannot read the git object");
}

static void test_signed_commit(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(commit) struct sms_commit commit = {0};
	sh("ssh-keygen -q -t ed25519 -N '' -f key < /dev/null; git -c gpg.format=ssh -c user.signingkey=key commit -q "
	   "-S "
	   "--allow-empty -m signed");
	struct sms_oid head = head_of(repo);
	expect_ok(sms_repo_commit(repo, &head, &commit));
	assert_string_equal(commit.message, "signed\n");
}

static void test_malformed_commits(void **state)
{
	static const char *const texts[] = {"", "tree x\n",
					    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a\n"};
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	for (size_t i = 0; i < SMS_COUNT(texts); i++) {
		struct sms_commit commit;
		struct sms_oid oid;
		put("text", texts[i]);
		sms_auto(string) char *id = output("git hash-object -t commit -w --literally text");
		assert_true(sms_oid_parse(id, &oid));
		expect_error(sms_repo_commit(repo, &oid, &commit), SMS_ENVIRONMENT, "malformed commit");
	}
}

static void test_resolve_time(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid oid, expected;
	expect_error(sms_repo_resolve_time(repo, 0, &oid), SMS_INPUT, "no commits yet");
	for (int i = 1; i <= 3; i++)
		sh("GIT_COMMITTER_DATE='@%d00 +0000' git commit -q --allow-empty -m x", i);
	expect_ok(sms_repo_resolve(repo, "HEAD~1", &expected));
	expect_ok(sms_repo_resolve_time(repo, 200, &oid));
	assert_true(sms_oid_equal(&oid, &expected));
	expect_ok(sms_repo_resolve_time(repo, 299, &oid));
	assert_true(sms_oid_equal(&oid, &expected));
	expect_error(sms_repo_resolve_time(repo, 99, &oid), SMS_INPUT, "begins at 1970-01-01T00:01:40Z");
}

static void test_ancestors_and_root(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid first, second, root_id;
	bool is;
	expect_ok(sms_repo_root(repo, &root_id));
	assert_true(sms_oid_is_zero(&root_id));
	expect_ok(write_text(repo, "a", "1", &first));
	expect_ok(write_text(repo, "a", "2", &second));
	expect_ok(sms_repo_is_ancestor(repo, &first, &second, &is));
	assert_true(is);
	expect_ok(sms_repo_is_ancestor(repo, &second, &first, &is));
	assert_false(is);
	expect_ok(sms_repo_is_ancestor(repo, &first, &first, &is));
	assert_true(is);
	expect_ok(sms_repo_root(repo, &root_id));
	assert_true(sms_oid_equal(&root_id, &first));
}

/* A libgit2 that speaks TLS through Mbed TLS must find the program's functions, which read no certificates. */
static void test_start_reads_no_certificates(void **state)
{
	static const char *const names[] = {"mbedtls_x509_crt_parse_file", "mbedtls_x509_crt_parse_path"};
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		if (!dlsym(RTLD_NEXT, names[i]))
			skip();
		assert_ptr_not_equal(dlsym(RTLD_DEFAULT, names[i]), dlsym(RTLD_NEXT, names[i]));
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_start_reads_no_certificates),
		TEST(test_no_repository),
		TEST(test_open_looks_upwards),
		TEST(test_environment_is_not_heeded),
		TEST(test_foreign_owner),
		TEST(test_formats_that_are_not_supported),
		TEST(test_init),
		TEST(test_oddities),
		TEST(test_config),
		TEST(test_identity),
		TEST(test_oids),
		TEST(test_resolve),
		TEST(test_commit),
		TEST(test_signed_commit),
		TEST(test_malformed_commits),
		TEST(test_resolve_time),
		TEST(test_ancestors_and_root),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
