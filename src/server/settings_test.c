/* settings_test.c: the file of settings: what is read, and every fault with its line. */
#include "check.h"
#include "replay.h"

#include "server/settings.h"

CHECK_ARENA(64 << 20)

static void reads(void **state)
{
	(void)state;
	struct settings s;
	struct faults f = faults_in(&A);
	settings_read(
	    S("c"),
	    S("# mine\n\n  listen = unix:/run/grata/http  \r\nbehind-proxy=yes\nworkers-n = 12"),
	    &f, &s);
	assert_int_equal(f.total_n, 0);
	assert_str(setting_text(&s, SETTING_LISTEN), "unix:/run/grata/http");
	assert_true(setting_flag(&s, SETTING_BEHIND_PROXY));
	assert_false(setting_flag(&s, SETTING_SCREEN));
	assert_int_equal(setting_int(&s, SETTING_WORKERS_N), 12);
	assert_int_equal(setting_int(&s, SETTING_HEAD_S), 10);
	assert_str(setting_text(&s, SETTING_SANDBOX), "on");
	settings_set(&s, SETTING_LISTEN, S("[::1]:80"), &f);
	assert_str(setting_text(&s, SETTING_LISTEN), "[::1]:80");
}

static void says_every_fault(void **state)
{
	(void)state;
	struct settings s;
	struct faults f = faults_in(&A);
	settings_read(
	    S("c"),
	    S("listen = 1\nlisten = 2\nlissen = 3\nno sign\nworkers-n = many\nhead-s = 601\n"
	      "screen = true\nsandbox = of\nlog =\nmetrics = unix:/x # here\n\xff\n"
	      "stop-s = 99999999999999999999\n"),
	    &f, &s);
	struct out o = out_to_arena(&A);
	faults_print(&f, &o);
	assert_str(out_view(&o), "c:2: listen: line 1 has set it already\n"
				 "c:3: there is no setting 'lissen'; grata.conf(5) has them all\n"
				 "c:4: write it as: word = value\n"
				 "c:5: workers-n: 'many' is not a whole number\n"
				 "c:6: head-s: 601 is not between 1 and 600\n"
				 "c:7: screen: 'true' is neither yes nor no\n"
				 "c:8: sandbox: 'of' is not one of on|required|off\n"
				 "c:9: log: there is no value; leave the line out for 'no'\n"
				 "c:10: metrics: a comment has a line of its own\n"
				 "c:11: this is not text in UTF-8\n"
				 "c:12: stop-s: '99999999999999999999' is not a whole number\n");
}

/* The sample says all settings and sets none; each of its lines holds when it is taken in. */
static void sample_is_sound(void **state)
{
	(void)state;
	struct settings s, none = { 0 };
	struct faults f = faults_in(&A);
	struct out o = out_to_arena(&A), taken = out_to_arena(&A), shown = out_to_arena(&A),
		   plain = out_to_arena(&A);
	settings_sample(&o);
	str sample = out_view(&o);
	settings_read(S("sample"), sample, &f, &s);
	assert_int_equal(f.total_n, 0);
	for (int i = 0; i < SETTINGS_N; i++)
		assert_null(s.v[i].p);
	while (sample.p) {
		str line = str_cut(&sample, '\n');
		if (str_starts(line, S("#")) && !str_starts(line, S("# ")) &&
		    !str_ends(line, S("= ")))
			out_fmt(&taken, "%.*s\n", SF(str_slice(line, 1, line.n)));
	}
	settings_read(S("taken"), out_view(&taken), &f, &s);
	assert_int_equal(f.total_n, 0);
	settings_show(&s, &shown);
	settings_show(&none, &plain);
	str want = out_view(&plain);
	assert_str(out_view(&shown), str_z(&A, want));
	for (int i = 0; i < SETTINGS_N; i++) {
		str says = str_of(SETTINGS[i].says);
		assert_true(str_ends(says, S(".")));
		assert_str(str_of(setting_opts[i].name), SETTINGS[i].word);
	}
}

static void corpus(void **state)
{
	(void)state;
	replay_corpus("tests/corpus/settings");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(says_every_fault),
		cmocka_unit_test(sample_is_sound),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
