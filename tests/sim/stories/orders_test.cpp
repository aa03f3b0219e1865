// The races inside an attach. Which orders are permitted stands here as data; over a thousand
// seeds no other occurs and each of these does (semantics-3.6 §7.5, §16.5, §16.9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "failover/logics/interlock/shared.hpp"
#include "tests/sim/stories/played.hpp"

namespace stories {
namespace {

using failover::interlock::Process;
using reports::LogLine;

// Which of the two asked the leader's watchdog for the lock first, and what the peer's first CHECK
// of [FAILBACK] was answered.
struct Kind {
    std::string_view first_asker;
    std::string_view first_check;
    auto operator<=>(const Kind&) const = default;
    friend std::ostream& operator<<(std::ostream& out, const Kind& kind) {
        return out << kind.first_asker << " / " << kind.first_check;
    }
};
struct Permitted {
    Kind kind;
    bool rare;  ///< rarer than one in a hundred: shown below by pinned choices
};
constexpr std::array permitted{
    Permitted{{"peer", "locked"}, false},      Permitted{{"peer", "free"}, false},
    Permitted{{"peer", "not started"}, false}, Permitted{{"peer", "no holder"}, true},
    Permitted{{"leader", "locked"}, false},    Permitted{{"leader", "free"}, false},
    Permitted{{"leader", "no holder"}, true},
};

// The answer to a CHECK is decided by when it comes: not before `from`, not after `until`.
struct Answer {
    std::string_view key;
    std::string_view name;
    std::string_view from;   ///< key of a local line that must have come; empty: none
    std::string_view until;  ///< key of a local line that must not have come yet
};
constexpr std::array answers{
    Answer{"lock.not_started", "not started", "", "lock.holder"},
    Answer{"lock.locked", "locked", "lock.holder", "lock.resigned"},
    Answer{"lock.free", "free", "lock.released", "lock.resigned"},
    Answer{"lock.no_holder", "no holder", "lock.resigned", ""},
};

// Lines of other processes float: between which local lines they may stand. The PCP process reaps
// its worker anywhere from before the lock is taken until the run is over.
struct Floating {
    std::string_view key;
    std::string_view from;
    std::string_view until;
};
constexpr std::array floating{
    Floating{"pcp.worker_exit_success", "wd.forwarding", "failover.new_master"},
    Floating{"pcp.worker_exits", "wd.forwarding", "failover.new_master"},
    Floating{"worker.restart_request", "failover.new_master", ""},
};

// What the leader's main prints, always in this order (semantics-3.6 §6.6).
constexpr std::array main_lines{"main.usr1",
                                "main.failover_request",
                                "failover.failback_start",
                                "failover.node_not_down",
                                "failover.keep_children_failback",
                                "find_primary.waiting",
                                "find_primary.checking",
                                "find_primary.found",
                                "failover.new_primary",
                                "failover.new_master",
                                "failover.failback_done"};
// What its watchdog prints about the local requests: the answer to f, then START, three RELEASEs
// and END, each on a connection of its own.
constexpr std::array watchdog_lines{
    "wd.new_ipc",    "wd.request_local", "wd.processing_local", "wd.forwarding", "wd.new_ipc",
    "lock.local",    "lock.start",       "lock.holder",         "wd.new_ipc",    "lock.local",
    "lock.release",  "lock.released",    "wd.new_ipc",          "lock.local",    "lock.release",
    "lock.released", "wd.new_ipc",       "lock.local",          "lock.release",  "lock.released",
    "wd.new_ipc",    "lock.local",       "lock.resign",         "lock.resigned"};

// One attach on the leader, taken apart.
struct Attach {
    std::vector<std::string> main;
    std::vector<std::string> local;   ///< watchdog, without the blocks about the peer
    std::vector<std::string> all;     ///< every line's key, peer's blocks as one of their answer
    std::vector<std::string> checks;  ///< answers to the peer's CHECKs, in order
    Kind kind;
    double milliseconds = 0;       ///< from the request line to `failback done`
    double peer_milliseconds = 0;  ///< the same at the other proxy
};

bool is(const LogLine& line, Process process) {
    return line.role == failover::interlock::role(process);
}

// Reads the block about the peer that begins at `i` (`lock.remote`), leaving `i` on its last line.
// Another process's line may stand inside: it is put in front.
void read_peer_block(const Played& played, const std::vector<LogLine>& lines, std::size_t& i,
                     Attach& attach) {
    std::size_t left = 2;  // what is asked, and the answer
    std::string asked;
    while (left > 0 && i + 1 < lines.size()) {
        ++i;
        const std::string key(played.key(lines[i]));
        if (!is(lines[i], Process::watchdog)) {
            attach.all.push_back(key);
            if (is(lines[i], Process::main)) attach.main.push_back(key);
            continue;
        }
        if (--left == 1) {
            asked = key;
            continue;
        }
        attach.all.push_back(key);
        if (asked == "lock.start") {
            attach.kind.first_asker = key == "lock.held" ? "leader" : "peer";
            EXPECT_THAT(key, testing::AnyOf("lock.held", "lock.only_leader"));
            continue;
        }
        EXPECT_EQ(asked, "lock.check");
        for (const Answer& answer : answers) {
            if (answer.key != key) continue;
            attach.checks.emplace_back(answer.name);
            if (attach.kind.first_check.empty()) attach.kind.first_check = answer.name;
        }
    }
}

double since(const LogLine& later, const LogLine& earlier) {
    return static_cast<double>((later.at - earlier.at).count()) / 1e6;
}

Attach take_apart(const Played& played) {
    Attach attach;
    const auto lines = played.log(0);
    const std::size_t request = played.find(lines, "request.failback_received");
    const std::size_t done = played.find(lines, "failover.failback_done", request);
    attach.milliseconds = since(lines[done], lines[request]);
    const auto peer = played.log(1);
    const std::size_t peer_request = played.find(peer, "request.failback_received");
    attach.peer_milliseconds =
        since(peer[played.find(peer, "failover.failback_done", peer_request)], peer[peer_request]);
    bool after = false;
    for (std::size_t i = request + 1; i < lines.size(); ++i) {
        const std::string key(played.key(lines[i]));
        if (after && !attach.kind.first_check.empty()) break;
        if (key == "lock.remote") {
            read_peer_block(played, lines, i, attach);
            continue;
        }
        if (after) continue;
        attach.all.push_back(key);
        if (is(lines[i], Process::main)) attach.main.push_back(key);
        if (is(lines[i], Process::watchdog)) attach.local.push_back(key);
        after = i == done;
    }
    return attach;
}

std::ptrdiff_t place(const std::vector<std::string>& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) - keys.begin();
}

void expect_between(const Attach& attach, std::size_t at, std::string_view from,
                    std::string_view until) {
    const auto here = static_cast<std::ptrdiff_t>(at);
    if (!from.empty()) {
        EXPECT_GT(here, place(attach.all, from)) << attach.all[at] << " " << from;
    }
    if (!until.empty()) {
        EXPECT_LT(here, place(attach.all, until)) << attach.all[at] << " " << until;
    }
}

void expect_permitted(const Attach& attach) {
    EXPECT_THAT(attach.main, testing::ElementsAreArray(main_lines));
    EXPECT_THAT(attach.local, testing::ElementsAreArray(watchdog_lines));
    for (std::size_t i = 0; i < attach.all.size(); ++i) {
        for (const Answer& answer : answers) {
            if (answer.key == attach.all[i]) expect_between(attach, i, answer.from, answer.until);
        }
        for (const Floating& line : floating) {
            if (line.key == attach.all[i]) expect_between(attach, i, line.from, line.until);
        }
        if (attach.all[i] == "lock.held") expect_between(attach, i, "lock.holder", "lock.resigned");
        if (attach.all[i] == "lock.only_leader") expect_between(attach, i, "", "lock.holder");
    }
}

// The story without the pins of the attach: its races are the seed's.
sim::simrun::Prepared unpinned() {
    auto story = load("stale_down.toml");
    std::erase_if(story.scenario.pins, [](const sim::scenario::PinSpec& pin) {
        return pin.name.find("load_balance") == std::string::npos;
    });
    return story;
}

constexpr std::uint64_t seeds = 1000;

// All attaches of a thousand seeds, played once.
const std::vector<Attach>& attaches() {
    static const std::vector<Attach> played = [] {
        const auto story = unpinned();
        std::vector<Attach> result;
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            result.push_back(take_apart(play(story, seed)));
        }
        return result;
    }();
    return played;
}

TEST(AttachOrders, NoneOccursOutsideTheTable) {
    for (const Attach& attach : attaches()) {
        expect_permitted(attach);
        EXPECT_TRUE(std::any_of(permitted.begin(), permitted.end(),
                                [&](const Permitted& row) { return row.kind == attach.kind; }))
            << attach.kind.first_asker << " / " << attach.kind.first_check;
        if (testing::Test::HasFailure()) return;
    }
}

TEST(AttachOrders, EachKindOfTheTableOccurs) {
    std::map<Kind, int> seen;
    for (const Attach& attach : attaches()) ++seen[attach.kind];
    for (const Permitted& row : permitted) {
        if (row.rare) continue;
        EXPECT_GE(seen[row.kind], static_cast<int>(seeds) / 100)
            << row.kind.first_asker << " / " << row.kind.first_check;
    }
}

TEST(AttachOrders, ThePcpLinesFloatFromBeforeTheLockIsTakenToAfterFailbackIsReleased) {
    std::set<std::string> places;
    for (const Attach& attach : attaches()) {
        const auto at = place(attach.all, "pcp.worker_exits");
        if (at < place(attach.all, "lock.holder")) {
            places.insert("before the lock");
        } else if (at < place(attach.all, "lock.released")) {
            places.insert("inside");
        } else {
            places.insert("after the release");
        }
    }
    EXPECT_THAT(places, testing::ElementsAre("after the release", "before the lock", "inside"));
}

Kind pinned(const std::vector<std::pair<std::string, std::int64_t>>& pins) {
    auto story = unpinned();
    for (const auto& [name, answer] : pins) {
        const engine::Name parsed = engine::parse_name(name);
        story.scenario.pins.push_back({name, {parsed.question.key, parsed.nth, answer}, {}});
    }
    const Played played = play(story, story.scenario.seed);
    EXPECT_EQ(played.run.impossible.key, 0U);
    EXPECT_TRUE(played.run.unasked.empty());
    const Attach attach = take_apart(played);
    expect_permitted(attach);
    return attach.kind;
}

// A peer that is slow to write its status file, beside a leader that is quick at everything, asks
// when the leader has resigned; whether it was first to ask for the lock is another matter.
TEST(AttachOrders, TheRareOnesCanBePinned) {
    const std::vector<std::pair<std::string, std::int64_t>> late_check{
        {"node102/main/save#4", 4'300'000},
        {"node102/watchdog/wake/command_reply", 1'500'000},
        {"node102/main/wake/result#5", 1'500'000},
        {"node102/watchdog/wake/accept#6", 1'500'000},
        {"node102/main/wake/connected#35", 1'500'000},
        {"node101/main/wake/connected#44", 20'000},
        {"node101/main/wake/ready#34", 20'000},
        {"node102/watchdog/wake/lock_command", 1'500'000},
        {"node101/main/save#7", 250'000},
        {"node101/database/login#65", 650'000},
        {"node101/database/query#34", 120'000},
    };
    auto late_start = late_check;
    late_start.emplace_back("node102/watchdog/wake/replicate_failover", 1'500'000);
    EXPECT_EQ(pinned(late_start), (Kind{"leader", "no holder"}));
    auto early_start = late_check;
    early_start.emplace_back("node102/watchdog/wake/replicate_failover", 20'000);
    early_start.emplace_back("node101/pcp_worker/wake/result", 1'500'000);
    EXPECT_EQ(pinned(early_start), (Kind{"peer", "no holder"}));
}

TEST(AttachDelays, FromTheRequestToTheEndAsRecorded) {
    std::vector<double> spans;
    for (const Attach& attach : attaches()) spans.push_back(attach.milliseconds);
    std::sort(spans.begin(), spans.end());
    const double median = spans[spans.size() / 2];
    EXPECT_GE(median, 12);
    EXPECT_LE(median, 16);
    const auto inside = std::count_if(spans.begin(), spans.end(),
                                      [](double span) { return span >= 9 && span <= 21; });
    EXPECT_GE(static_cast<double>(inside) / static_cast<double>(spans.size()), 0.9);
}

// semantics-3.6 §16.5: about half a second late if its first CHECK meets a lock, else with the
// leader; a CHECK of another lock that is still held costs another half.
TEST(AttachDelays, TheOtherProxyWaitsHalfASecondForEachLockThatItMeets) {
    for (const Attach& attach : attaches()) {
        const auto waits = std::count_if(attach.checks.begin(), attach.checks.end(),
                                         [](const std::string& answer) {
                                             return answer == "locked" || answer == "not started";
                                         });
        const double expected = 500.0 * static_cast<double>(waits);
        EXPECT_GE(attach.peer_milliseconds, expected);
        EXPECT_LE(attach.peer_milliseconds, expected + 550);
    }
}

}  // namespace
}  // namespace stories
