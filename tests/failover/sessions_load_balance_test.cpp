// Load balancing and `show pool_nodes` (semantics-3.6 §11).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/load_balance.hpp"
#include "failover/logics/interlock/pool_nodes.hpp"
#include "tests/failover/sessions_bench.hpp"

namespace failover::interlock {
namespace {

using testing::ElementsAre;

class Load_balancing : public testing::Test {
  protected:
    BackendId choose() {
        copy.take(bench.shared);
        Context here = bench.context();
        return choose_load_balance_node(here, copy, ConnectionId{1});
    }
    void weigh(std::int64_t first, std::int64_t second, std::int64_t third) {
        bench.config.backends[0].weight_millionths = first * 1'000'000;
        bench.config.backends[1].weight_millionths = second * 1'000'000;
        bench.config.backends[2].weight_millionths = third * 1'000'000;
    }
    /// The product's walk over the running sum, for a random number in [0, sum).
    BackendId walk(std::uint64_t random) {
        const LoadBalanceCandidates it = load_balance_candidates(bench.config, copy);
        BackendId chosen = copy.master;
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < it.nodes.size(); ++i) {
            if (random < sum) break;
            chosen = it.nodes[i];
            sum += it.weights[i];
        }
        return chosen;
    }
    Bench bench;
    StatusCopy copy;
};

TEST_F(Load_balancing, TheHostIsOfferedEveryValidNodeWithItsWeight) {
    weigh(1, 2, 7);
    bench.host.wanted = BackendId{2};
    EXPECT_EQ(choose(), BackendId{2});
    EXPECT_THAT(bench.host.offered, ElementsAre(BackendId{0}, BackendId{1}, BackendId{2}));
    EXPECT_THAT(bench.host.offered_weights, ElementsAre(1'000'000, 2'000'000, 7'000'000));
}

TEST_F(Load_balancing, ThoseWeightsAreTheProbabilitiesOfTheProductsWalk) {
    weigh(1, 2, 7);
    copy.take(bench.shared);
    std::array<int, 3> hits{};
    for (std::uint64_t tenth = 0; tenth < 10; ++tenth) {
        ++hits[static_cast<std::size_t>(walk(tenth * 1'000'000 + 500'000).value)];
    }
    EXPECT_THAT(hits, ElementsAre(1, 2, 7));
}

TEST_F(Load_balancing, ANodeThatIsDownIsNotOffered) {
    bench.shared.set_status(BackendId{1}, Status::down);
    choose();
    EXPECT_THAT(bench.host.offered, ElementsAre(BackendId{0}, BackendId{2}));
}

TEST_F(Load_balancing, ANodeOfWeightZeroIsNotOffered) {
    weigh(0, 1, 1);
    choose();
    EXPECT_THAT(bench.host.offered, ElementsAre(BackendId{1}, BackendId{2}));
}

TEST_F(Load_balancing, WhereAllWeightsAreZeroTheMasterServes) {
    weigh(0, 0, 0);
    bench.shared.master_node = BackendId{1};
    EXPECT_EQ(choose(), BackendId{1});
}

TEST_F(Load_balancing, SwitchedOffEverybodyReadsFromThePrimary) {
    bench.config.load_balance_mode = false;
    bench.shared.primary_node = BackendId{1};
    EXPECT_EQ(choose(), BackendId{1});
    bench.shared.primary_node = no_backend;
    EXPECT_EQ(choose(), BackendId{0}) << "PRIMARY falls back to the master";
}

TEST_F(Load_balancing, WeightsAreShownAsSharesOfAllDownNodesIncluded) {
    EXPECT_EQ(shown_weight(bench.config, BackendId{0}), 333'333);
    weigh(1, 2, 7);
    EXPECT_EQ(shown_weight(bench.config, BackendId{2}), 700'000);
    weigh(1, 2, 0);
    EXPECT_EQ(shown_weight(bench.config, BackendId{1}), 666'667);
}

TEST_F(Load_balancing, PoolNodesShowsWhatThisSessionSees) {
    bench.shared.set_status(BackendId{1}, Status::down);
    bench.shared.set_status(BackendId{2}, Status::connect_wait);
    bench.shared.standby_delay = {5, 280, 0};
    bench.shared.select_count = {4, 0, 9};
    const Message table = pool_nodes(bench.config, bench.shared, BackendId{2});
    EXPECT_EQ(table.kind, static_cast<int>(client::Hear::pool_nodes));
    EXPECT_THAT(table.blob, ElementsAre(0, 2, 1, 4, 0, 0, 333'333,    //
                                        1, 3, 0, 0, 0, 280, 333'333,  //
                                        2, 1, 0, 9, 1, 0, 333'333));
}

TEST_F(Load_balancing, WithoutAPrimaryAllAreShownAsStandbys) {
    bench.shared.primary_node = no_backend;
    const Message table = pool_nodes(bench.config, bench.shared, BackendId{0});
    EXPECT_EQ(table.blob[2], 0);
    EXPECT_EQ(table.blob[9], 0);
    EXPECT_EQ(table.blob[16], 0);
}

}  // namespace
}  // namespace failover::interlock
