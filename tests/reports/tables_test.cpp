#include "reports/tables.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/reports/fixture.hpp"

namespace reports {
namespace {

using namespace reports_test;
using sim::checks::Cells;
using sim::checks::TableOf;

std::string file(const std::string& path) {
    std::ifstream stream(std::string(RECORDINGS) + "/" + path);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// As a web page shows it: runs of blanks are one, none at the ends of a line, rules as they are.
std::string as_on_the_web(const std::string& text) {
    std::stringstream lines(text);
    std::string line;
    std::string result;
    while (std::getline(lines, line)) {
        std::string packed;
        for (const char c : line) {
            if (c != ' ' || (!packed.empty() && packed.back() != ' ')) packed += c;
        }
        if (!packed.empty() && packed.back() == ' ') packed.pop_back();
        if (!packed.empty()) result += packed + "\n";
    }
    return result;
}

struct PoolRow {
    int id = 0;
    int status = 2;
    bool primary = false;
    bool load_balance = false;
    int selects = 0;
};
void pool_row(Records& records, const PoolRow& row) {
    records.add(Kind::pool_nodes_row, {row.id | row.status << 8 | (row.primary ? 1 : 0) << 16 |
                                           (row.load_balance ? 1 : 0) << 24,
                                       row.selects, 0, 0, 333'333});
}

constexpr std::int64_t position = 0x1'7200'0D10;
constexpr std::int64_t low = position & 0xffff'ffff;
constexpr std::int64_t high = position >> 32;

struct Sender {
    int standby = 0;
    int pid = 0;
    int port = 0;
};
void replication_row(Records& records, const Sender& sender, engine::Duration start) {
    constexpr int streaming = 2;
    const std::int64_t nanoseconds = (serving + start).count();
    records.add(Kind::replication_row, {sender.standby, sender.pid, sender.port, streaming, 0});
    records.add(Kind::replication_row, {low, high, low, high, 1});
    records.add(Kind::replication_row, {low, high, low, high, 2});
    records.add(Kind::replication_row, {nanoseconds & 0xffff'ffff, nanoseconds >> 32, 0, 0, 3});
}

std::string printed(const Records& records, std::string_view dialect) {
    const Cluster cluster = seed_cluster();
    const std::vector<std::int32_t> ports{54321, 54321, 54321};
    const auto looks = sim::checks::looked_at(records.list(), ports);
    return psql(in_words(looks.at(0).cells, {cluster, *find_dialect(dialect)}));
}

TEST(Tables, TheSeedsPoolNodesBeforeTheFaultAreReproduced) {
    Records records;
    records.add(Kind::look, {0, 0, 3});
    pool_row(records, {0, 2, true, false, 0});
    pool_row(records, {1, 2, false, false, 0});
    pool_row(records, {2, 2, false, true, 0});
    EXPECT_EQ(as_on_the_web(printed(records, "v8r3")), file("seed/pool_nodes-1-before.txt"));
}

TEST(Tables, TheSeedsStalePoolNodesAreReproduced) {
    Records records;
    records.add(Kind::look, {0, 0, 3});
    pool_row(records, {0, 2, true, false, 0});
    pool_row(records, {1, 2, false, true, 0});
    pool_row(records, {2, 3, false, false, 0});
    EXPECT_EQ(as_on_the_web(printed(records, "v8r3")), file("seed/pool_nodes-2-stale.txt"));
}

TEST(Tables, TheSeedsReplicationViewIsReproduced) {
    Records records;
    records.add(Kind::look, {0, 0, 2});
    // 15:10:52.719 and 16:24:40.434048 with t = 0 at 16:20:00.
    replication_row(records, {1, 21847, 10719}, -4'147'281ms);
    replication_row(records, {2, 3378, 10398}, 280'434'048us);
    EXPECT_EQ(as_on_the_web(printed(records, "v8r3")), file("seed/stat_replication-1-before.txt"));
}

TEST(Tables, TheProxysColumnsAreTextAndStandLeft) {
    Records records;
    records.add(Kind::look, {0, 0, 1});
    pool_row(records, {0, 3, true, true, 12});
    EXPECT_EQ(printed(records, "pgpool-3.6"),
              " node_id |   hostname    | port  | status | lb_weight |  role   | select_cnt | "
              "load_balance_node | replication_delay \n"
              "---------+---------------+-------+--------+-----------+---------+------------+"
              "-------------------+-------------------\n"
              " 0       | 192.168.1.101 | 54321 | down   | 0.333333  | primary | 12         | "
              "true              | 0\n"
              "(1 row)\n\n");
}

TEST(Tables, PlainPostgresSpellsTheViewInSmallLettersAndTrimsMicroseconds) {
    Records records;
    records.add(Kind::look, {0, 0, 1});
    replication_row(records, {1, 21847, 10719}, 500ms);
    const std::string text = printed(records, "pgpool-3.6");
    EXPECT_NE(text.find("|  pid  |") == std::string::npos ? text.find("  pid  |") : 0,
              std::string::npos);
    EXPECT_NE(text.find("2023-08-04 16:20:00.5+08"), std::string::npos);
    EXPECT_NE(text.find("postgres"), std::string::npos);
}

TEST(Tables, APsqlTableWithoutRowsSaysSo) {
    const TextTable table{{{"pid", Align::right}, {"usename", Align::left}}, {}};
    EXPECT_EQ(psql(table), " pid | usename \n-----+---------\n(0 rows)\n\n");
}

TEST(Tables, NumbersStandRight) {
    const TextTable table{{{"n", Align::right}, {"word", Align::left}, {"m", Align::right}},
                          {{"1", "a", "7"}, {"100", "bcdef", "8"}}};
    EXPECT_EQ(psql(table),
              "  n  | word  | m \n-----+-------+---\n   1 | a     | 7\n 100 | bcdef | 8\n"
              "(2 rows)\n\n");
}

TEST(Tables, AMismatchMarksTheCellInBothTables) {
    const Cells expected{TableOf::pool_nodes, {0, 3}, {{0, 2}, {2, 2}}};
    const Cells seen{TableOf::pool_nodes, {0, 3}, {{0, 2}, {2, 3}}};
    const Cluster cluster = seed_cluster();
    const std::string text = mismatch(sim::checks::compare(expected, seen, false),
                                      {cluster, *find_dialect("v8r3")}, Style{});
    EXPECT_NE(text.find(">up<"), std::string::npos);
    EXPECT_NE(text.find(">down<"), std::string::npos);
    EXPECT_LT(text.find(">up<"), text.find(">down<"));
    EXPECT_EQ(text.find(">0<"), std::string::npos);
}

}  // namespace
}  // namespace reports
