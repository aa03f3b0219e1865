// The logic as one value: catalogue, dispatch to processes, beliefs, life and death.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/interlock.hpp"

namespace failover::interlock::test {
namespace {

using testing::Contains;

// ---- catalogue ---------------------------------------------------------------------------------

TEST(InterlockCatalogue, HasItsMessagesAtTheirIdsUnderKeysOfTheirOwn) {
    const Catalogue& catalogue = Interlock::catalogue();
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < catalogue.messages.size(); ++i) {
        EXPECT_EQ(catalogue.messages[i].id, i);
        EXPECT_FALSE(catalogue.messages[i].key.empty()) << i;
        keys.push_back(catalogue.messages[i].key);
    }
    std::ranges::sort(keys);
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

TEST(InterlockCatalogue, NamesItsRolesAsTheProductPrintsThem) {
    const Catalogue& catalogue = Interlock::catalogue();
    ASSERT_EQ(catalogue.roles.size(), 11U);
    EXPECT_EQ(catalogue.roles[role(Process::main)].printed, "MAIN");
    EXPECT_EQ(catalogue.roles[role(Process::watchdog)].printed, "WATCHDOG");
    EXPECT_EQ(catalogue.roles[role(Process::child)].printed, "CHILD");
    EXPECT_EQ(catalogue.roles[role(Process::wd_utility)].printed, "WD UTILITY");
    for (std::size_t i = 0; i < catalogue.roles.size(); ++i) {
        EXPECT_EQ(catalogue.roles[i].turns, i == role(Process::watchdog));
        EXPECT_EQ(catalogue.roles[i].accepts_clients, i == role(Process::child));
    }
}

/// The word that follows the colon in each `{N:form}` of a text.
void forms_of(std::string_view text, std::vector<std::string>& forms) {
    for (std::size_t at = text.find('{'); at != std::string_view::npos;
         at = text.find('{', at + 1)) {
        const std::string_view form = text.substr(at + 1, text.find('}', at) - at - 1);
        const std::size_t colon = form.find(':');
        if (colon != std::string_view::npos) forms.emplace_back(form.substr(colon + 1));
    }
}

TEST(InterlockCatalogue, UsesNoFormThatNobodyKnows) {
    const Catalogue& catalogue = Interlock::catalogue();
    std::vector<std::string> known{"host", "port",    "proxy", "proxyhost", "wdport",  "proxyport",
                                   "path", "command", "item",  "letters",   "datadir", "setting"};
    for (const WordList& list : catalogue.words) known.emplace_back(list.name);
    for (const MessageText& message : catalogue.messages) {
        std::vector<std::string> forms;
        for (const auto text : {message.text, message.detail, message.hint, message.context}) {
            forms_of(text, forms);
        }
        for (const std::string& form : forms) EXPECT_THAT(known, Contains(form)) << message.key;
    }
}

// ---- one proxy without watchdog
// ------------------------------------------------------------------

class Numbers : public Host {
  public:
    Pid next_pid() override { return Pid{++pid}; }
    std::int32_t next_number() override { return ++number; }
    std::size_t choose_backend(ConnectionId, std::span<const BackendId>,
                               std::span<const std::uint64_t>) override {
        return 0;
    }
    std::int32_t pid = 100;
    std::int32_t number = 0;
};

failover::Setup lone_proxy() {
    failover::Setup setup;
    setup.self = ProxyId{0};
    setup.backends = {{"db0", 54321, 1'000'000, "/data", false},
                      {"db1", 54321, 1'000'000, "/data", false}};
    setup.proxies = {{"proxy0", "node0"}};
    return setup;
}

struct Bench {
    Interlock logic{lone_proxy()};
    Numbers host;
    std::vector<Output> give(Pid process, Happening what) {
        Outbox out(host);
        const Input input{std::move(what), {}};
        logic.step(Instant{1'000'000'000'000}, process, std::span(&input, 1), out);
        return {out.outputs().begin(), out.outputs().end()};
    }
    std::vector<Forked> start(StatusFile file) {
        Started started;
        started.memory = std::move(file);
        std::vector<Forked> forked;
        for (const Output& output : give(Pid{100}, started)) {
            if (const auto* child = std::get_if<Forked>(&output.what)) forked.push_back(*child);
        }
        return forked;
    }
};

TEST(Interlock, BelievesWhatItsStatusFileSaidWhileItStarts) {
    Bench bench;
    const auto forked = bench.start({{"up", "down"}});
    EXPECT_EQ(forked.size(), 32U);  // num_init_children; main now searches the primary
    const Beliefs beliefs = bench.logic.beliefs();
    EXPECT_EQ(beliefs.status[0], Status::up);
    EXPECT_EQ(beliefs.status[1], Status::down);
    EXPECT_EQ(beliefs.pending[1], Pending::starting);
    EXPECT_FALSE(beliefs.serves);
}

/// Answers main's search for the primary with "not in recovery".
void serve(Bench& bench) {
    (void)bench.start({{"up", "down"}});
    const ConnectionId connection{bench.host.number};
    (void)bench.give(Pid{100}, Connected{connection});
    Message ready;
    ready.kind = static_cast<std::uint16_t>(database::Answer::ready);
    (void)bench.give(Pid{100}, Received{connection, ready});
    Message primary;
    primary.kind = static_cast<std::uint16_t>(database::Answer::boolean);
    (void)bench.give(Pid{100}, Received{connection, primary});
}

TEST(Interlock, ServesOnceThePrimaryIsFoundAndHasNothingPendingForADownBackend) {
    Bench bench;
    serve(bench);
    const Beliefs beliefs = bench.logic.beliefs();
    EXPECT_TRUE(beliefs.serves);
    EXPECT_EQ(beliefs.primary, BackendId{0});
    EXPECT_EQ(beliefs.pending[0], Pending::nothing);  // no health check: period 0
    EXPECT_EQ(beliefs.pending[1], Pending::nothing);  // the stale down
}

TEST(Interlock, ACopyGoesOnByItself) {
    Bench bench;
    (void)bench.start({{"up", "down"}});
    const Interlock kept = bench.logic;
    const Beliefs before = kept.beliefs();
    bench.logic.died(Pid{100});
    EXPECT_EQ(kept.beliefs(), before);
    EXPECT_EQ(bench.logic.main(), nullptr);
    EXPECT_NE(kept.main(), nullptr);
}

TEST(Interlock, KnowsThatMainIsGoneWhenItDiedAndServesOnByItsChildren) {
    Bench bench;
    serve(bench);
    bench.logic.died(Pid{100});
    EXPECT_TRUE(bench.logic.beliefs().serves) << "§7.7: the shared memory is still there";
    EXPECT_EQ(bench.logic.shared().main, no_pid);
}

TEST(Interlock, TakesAStopSignalAnywhereAndLeavesWhatMainDoesNotWaitFor) {
    Bench bench;
    (void)bench.start({{"up", "down"}});
    EXPECT_TRUE(bench.logic.takes(Pid{100}, {Caught{Signal::interrupt}, {}}));
    EXPECT_FALSE(bench.logic.takes(Pid{100}, {ChildEnded{Pid{101}, 256}, {}}));
    EXPECT_FALSE(bench.logic.takes(Pid{999}, {TimedOut{}, {}}));
}

}  // namespace
}  // namespace failover::interlock::test
