// The seed's story: its log to the letter, where each line comes from, and what changes when the
// proxies cannot talk. The facts are tests/recordings/seed (semantics-3.6 §7.9 reads the log).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "engine/record.hpp"
#include "sim/facts/facts.hpp"
#include "tests/sim/stories/played.hpp"

namespace stories {
namespace {

using sim::facts::Kind;

constexpr std::int32_t leader = 0;
constexpr std::int32_t peer = 1;

// A line without its time and pid, with the failover id and pids inside the text mapped away and
// the two blanks after the level collapsed, as the seed's page shows it.
std::string mapped(const std::string& line) {
    static const std::regex prefix(R"(^\S+ \S+ pid \d+: )");
    static const std::regex blanks(R"(: {2,})");
    static const std::regex pid(R"(pid: \d+)");
    std::string text = std::regex_replace(line, prefix, "");
    text = std::regex_replace(text, blanks, ": ");
    return std::regex_replace(text, pid, "pid: P");
}

// Failover ids are the numbers of packets: they are mapped to their first appearance.
std::vector<std::string> with_ids_mapped(std::vector<std::string> lines) {
    static const std::regex id(R"((failover ID:? )(\d+))");
    std::map<std::string, std::string> seen;
    for (std::string& line : lines) {
        std::smatch found;
        if (!std::regex_search(line, found, id)) continue;
        const std::string name =
            seen.emplace(found[2], "#" + std::to_string(seen.size() + 1)).first->second;
        line = found.prefix().str() + found[1].str() + name + found.suffix().str();
    }
    return lines;
}

std::vector<std::string> recorded_lines() {
    std::ifstream file(SIMRUN_SOURCE_DIR "/tests/recordings/seed/cluster.log");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(mapped(line));
    return lines;
}

// The leader's file from the attach to `failback done`.
std::vector<std::string> attach_lines(const Played& played) {
    const std::vector<std::string> all = played.log_text(leader);
    std::vector<std::string> lines;
    bool inside = false;
    for (const std::string& line : all) {
        if (line.find("watchdog received the failover command from local") != std::string::npos) {
            inside = true;
            lines.clear();
        }
        if (inside) lines.push_back(mapped(line));
        if (line.find("failback done.") != std::string::npos) inside = false;
    }
    return lines;
}

TEST(TheSeed, LogsItsFortyFiveLinesInOrder) {
    const auto story = load("stale_down.toml");
    const Played played = play(story, story.scenario.seed);
    const auto expected = with_ids_mapped(recorded_lines());
    ASSERT_EQ(expected.size(), 45U);
    EXPECT_THAT(with_ids_mapped(attach_lines(played)), testing::ElementsAreArray(expected));
}

TEST(TheSeed, CountsPacketsUntilTheFailoverIdIs465) {
    const auto story = load("stale_down.toml", "unnoticed_for_an_hour_and_more");
    const Played played = play(story, story.scenario.seed);
    EXPECT_TRUE(played.run.as_expected);
    static const std::regex id(R"(failover ID:? (\d+))");
    std::set<std::string> ids;
    for (const std::string& line : attach_lines(played)) {
        std::smatch found;
        if (std::regex_search(line, found, id)) ids.insert(found[1]);
    }
    EXPECT_THAT(ids, testing::ElementsAre("465"));
}

// ---- causes
// ----------------------------------------------------------------------------------------

struct Chain {
    bool command = false;     // passes the operator's pcp_attach_node
    bool request = false;     // passes the packet with which the tool asked
    bool replicated = false;  // passes the packet that told the other proxy
};

std::uint32_t plane_of(const engine::Record& record) { return record.words[0] & 0xffffU; }

Chain chain_of(const Played& played, engine::Sequence number, std::size_t attach_step) {
    Chain chain;
    for (const auto* record = engine::find(played.run.records, number); record != nullptr;
         record = engine::find(played.run.records, record->cause)) {
        const auto kind = static_cast<Kind>(record->kind);
        if (kind == Kind::delivered) {
            const auto plane = static_cast<failover::Plane>(plane_of(*record));
            if (plane == failover::Plane::admin) chain.request = true;
            if (plane == failover::Plane::watchdog) chain.replicated = true;
        }
        if (kind == Kind::action_began && record->words[0] == attach_step) chain.command = true;
    }
    return chain;
}

std::size_t attach_step_of(const sim::scenario::Scenario& scenario) {
    for (std::size_t step = 0; step < scenario.steps.size(); ++step) {
        for (const auto& action : scenario.steps[step].actions) {
            if (action.verb == sim::scenario::Verb::pcp_attach_node) return step;
        }
    }
    return scenario.steps.size();
}

TEST(TheSeed, EachLineIsTheDoingOfTheOperatorsCommandAndOfThePacketThatCarriedIt) {
    const auto story = load("stale_down.toml");
    const Played played = play(story, story.scenario.seed, engine::Level::all);
    const std::size_t step = attach_step_of(story.scenario);
    const auto lines = played.log(leader);
    const std::size_t done = played.find(lines, "failover.failback_done");
    ASSERT_NE(done, npos);
    std::size_t first = done;
    while (played.key(lines[first]) != "wd.request_local") --first;
    std::size_t remote = 0;
    for (std::size_t i = first; i <= done; ++i) {
        const Chain chain = chain_of(played, lines[i].record, step);
        EXPECT_TRUE(chain.command) << i << " " << played.key(lines[i]);
        EXPECT_TRUE(chain.request) << i << " " << played.key(lines[i]);
        if (played.key(lines[i]) == "lock.remote") {
            EXPECT_TRUE(chain.replicated);
            ++remote;
        }
    }
    // The other proxy's START and its first CHECK.
    EXPECT_EQ(remote, 2U);
}

// ---- the link between the proxies is cut
// -------------------------------------------------------------

TEST(TheSeed, WithTheProxiesCutApartTheLeaderForwardsFirstAndGivesThePeerUpAfterFiveSeconds) {
    const auto story = load("stale_down.toml", "proxies_cut_apart");
    const Played played = play(story, story.scenario.seed);
    EXPECT_TRUE(played.run.as_expected);
    const auto lines = played.log(leader);
    const std::size_t forwarded = played.find(lines, "wd.forwarding");
    ASSERT_NE(forwarded, npos);
    // Nobody on the other side asks for a lock: §8.3 goes on without waiting for peers.
    EXPECT_EQ(played.find(lines, "lock.remote", forwarded), npos);
    const std::size_t done = played.find(lines, "failover.failback_done", forwarded);
    const std::size_t silent = played.find(lines, "wd.not_replying", forwarded);
    ASSERT_NE(done, npos);
    ASSERT_NE(silent, npos);
    EXPECT_GT(silent, done);
    const auto waited = lines[silent].at - lines[forwarded].at;
    EXPECT_GE(waited, std::chrono::seconds{5});
    EXPECT_LE(waited, std::chrono::milliseconds{7100});
    // The peer never hears of the request: its statuses stay.
    EXPECT_EQ(played.find(played.log(peer), "failover.failback_start"), npos);
}

}  // namespace
}  // namespace stories
