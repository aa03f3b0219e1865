// Oracles of who leads the watchdogs and who has the virtual address: each has a run that violates
// it and a neighbour that does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/checks/cluster_stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr engine::Duration shortest = 1ms;
constexpr int every_process = 255;

// ---- two_wd_leaders ----------------------------------------------------------------------------

Stage second_leader(int quorum) {
    Stage stage = cluster();
    return stage.at(10s).add(Kind::believed_quorum, {1, quorum}).add(Kind::leads, {1, 1});
}

TEST(TwoWdLeaders, BothWithAQuorumForLongerThanALifecheckTakes) {
    EXPECT_THAT(found(second_leader(1)), ElementsAre("two_wd_leaders"));
    EXPECT_THAT(found(second_leader(0)), ElementsAre("two_wd_leaders")) << "on the edge is enough";
    EXPECT_THAT(found(second_leader(1), 10s + lifecheck - shortest), IsEmpty());
}

TEST(TwoWdLeaders, OneWithoutAQuorumIsHarmless) {
    EXPECT_THAT(found(second_leader(-1)), IsEmpty());
}

TEST(TwoWdLeaders, NeitherIsOneThatStandsStillWhileItDoes) {
    Stage stage = second_leader(1);
    stage.add(Kind::process_pause, {0, every_process, 1});
    EXPECT_THAT(found(stage), IsEmpty());
    stage.at(90s).add(Kind::process_pause, {0, every_process, 0});
    EXPECT_THAT(found(stage, 200s), ElementsAre("two_wd_leaders"));
}

// ---- leaderless --------------------------------------------------------------------------------

Stage leader_resigns() {
    Stage stage = cluster();
    return stage.at(10s).add(Kind::leads, {0, 0});
}

TEST(Leaderless, AMajorityThatNobodyLeadsAfterAnElectionsTime) {
    EXPECT_THAT(found(leader_resigns()), ElementsAre("leaderless"));
    EXPECT_THAT(found(leader_resigns(), 10s + lifecheck + election - shortest), IsEmpty());
}

TEST(Leaderless, AnElectionThatEndsInTimeIsNone) {
    Stage stage = leader_resigns();
    stage.at(30s).add(Kind::leads, {1, 1});
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(Leaderless, WhatIsCutApartIsNoMajority) {
    Stage stage = leader_resigns();
    stage.add(Kind::link, {0, 1, every_plane, 0});
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(Leaderless, NorIsWhatStandsStill) {
    Stage stage = leader_resigns();
    stage.add(Kind::process_pause, {1, 1, 1});
    EXPECT_THAT(found(stage), IsEmpty());
}

// ---- vip_conflict and vip_missing --------------------------------------------------------------

Stage with_address(std::initializer_list<int> holders) {
    Stage stage = cluster();
    for (auto& proxy : stage.story.proxies)
        proxy.parameters[delegate_ip] = std::string{"10.0.0.100"};
    for (const int holder : holders) stage.add(Kind::virtual_address, {holder, 1});
    return stage.at(10s);
}

TEST(VipConflict, TwoHostsHaveTheAddress) {
    EXPECT_THAT(found(with_address({0, 1})), ElementsAre("vip_conflict"));
    EXPECT_THAT(found(with_address({0})), IsEmpty());
    EXPECT_THAT(found(with_address({0, 1}).add(Kind::host_power, {0, 0})),
                Not(Contains("vip_conflict")));
}

TEST(VipMissing, ALeaderWithAQuorumAndNobodyHasTheAddress) {
    EXPECT_THAT(found(with_address({})), ElementsAre("vip_missing"));
    EXPECT_THAT(found(cluster()), IsEmpty()) << "none is configured";
    EXPECT_THAT(found(with_address({}).add(Kind::believed_quorum, {0, -1})), IsEmpty());
    EXPECT_THAT(found(with_address({}).at(30s).add(Kind::virtual_address, {1, 1})), IsEmpty());
}

}  // namespace
}  // namespace sim::checks
