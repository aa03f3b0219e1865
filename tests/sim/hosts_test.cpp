// Machines behind a logic that does not care about them: what their clocks say, what is left of a
// file that was being saved, and that a copied world goes on alike while they are off or paused.
#include "sim/world/hosts.hpp"

#include <gtest/gtest.h>

#include "sim/facts/facts.hpp"
#include "sim/world/addresses.hpp"
#include "sim/world/clocks.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/network.hpp"
#include "sim/world/run.hpp"
#include "sim/world/world.hpp"
#include "tests/sim/ping_pong.hpp"

namespace {

using namespace std::chrono_literals;
using failover::StatusFile;
using sim::facts::HostId;
using sim::scenario::Scenario;
using sim::world::Clock;
using sim::world::World;

constexpr HostId first{0};
constexpr HostId second{1};

// Two hosts with a proxy each; a primary and its standby.
Scenario two_hosts() {
    Scenario story;
    story.title = "two hosts";
    story.settle = false;
    for (std::int32_t i = 0; i < 2; ++i) {
        sim::scenario::HostSpec host;
        host.name = i == 0 ? "a" : "b";
        host.address = i == 0 ? "10.0.0.1" : "10.0.0.2";
        host.database = sim::facts::DatabaseId{i};
        host.proxy = failover::ProxyId{i};
        story.hosts.push_back(host);
        sim::scenario::DatabaseSpec database;
        database.host = HostId{i};
        database.role =
            i == 0 ? sim::facts::DatabaseRole::primary : sim::facts::DatabaseRole::standby;
        story.databases.push_back(database);
        sim::scenario::ProxySpec proxy;
        proxy.host = HostId{i};
        story.proxies.push_back(proxy);
    }
    sim::scenario::Step step;
    step.name = "an hour";
    sim::scenario::Action wait;
    wait.verb = sim::scenario::Verb::wait;
    wait.waits = {1h, 1h};
    step.actions = {wait};
    story.steps.push_back(step);
    return story;
}

World running_world() {
    World world(two_hosts(), sim::world::logic_entry<toys::PingPong>("ping-pong", "a toy"), 1);
    begin_run(world);
    while (!world.story.serving || world.kernel.now() < world.story.serving_at + 1s) {
        EXPECT_TRUE(world.advance());
    }
    return world;
}

void run_for(World& world, engine::Duration span) {
    const engine::TrueTime until = world.kernel.now() + span;
    while (world.kernel.now() < until && world.advance()) {
    }
}

// ---- clocks ------------------------------------------------------------------------------------

TEST(Clocks, GainWhatTheirDriftSaysAndKeepWhatTheyWereAhead) {
    const Clock clock{2s, 100, engine::TrueTime{} + 10s};
    EXPECT_EQ(clock.ahead_at(engine::TrueTime{} + 10s), 2s);
    EXPECT_EQ(clock.ahead_at(engine::TrueTime{} + 10s + 1h), 2s + 360ms);
    const Clock slow{0s, -100, engine::TrueTime{}};
    EXPECT_EQ(slow.ahead_at(engine::TrueTime{} + 1h), -360ms);
}

TEST(Clocks, ThatJumpMoveTheirOwnHostOnly) {
    World world = running_world();
    const auto now = world.kernel.now();
    const auto before = host_clock(world, first, now);
    jump_clock(world, first, -10min);
    EXPECT_EQ(host_clock(world, first, now) - before, -10min);
    EXPECT_EQ(host_clock(world, second, now), before);
}

TEST(Clocks, ThatStopDriftingStayWhereTheyAre) {
    World world = running_world();
    drift_clock(world, first, 1000);
    run_for(world, 100s);
    drift_clock(world, first, 0);
    const auto now = world.kernel.now();
    const auto ahead = host_clock(world, first, now) - host_clock(world, second, now);
    EXPECT_GE(ahead, 100ms);
    run_for(world, 100s);
    const auto later = world.kernel.now();
    EXPECT_EQ(host_clock(world, first, later) - host_clock(world, second, later), ahead);
}

// ---- power and pause ---------------------------------------------------------------------------

TEST(Power, TakesEverythingOnItsHostAndGivesBackWhatStartsByItself) {
    World world = running_world();
    power_off(world, first);
    EXPECT_EQ(world.proxies[0].living, 0U);
    EXPECT_EQ(world.databases[0].state, sim::facts::DatabaseState::stopped);
    EXPECT_FALSE(path_open(world, second, first, failover::Plane::client));
    power_on(world, first);
    run_for(world, 29s);
    EXPECT_EQ(world.proxies[0].living, 0U) << "it takes at least half a minute to boot";
    run_for(world, 60s);
    EXPECT_GT(world.proxies[0].living, 0U);
    EXPECT_EQ(world.databases[0].state, sim::facts::DatabaseState::running);
    EXPECT_TRUE(path_open(world, second, first, failover::Plane::client));
}

TEST(Power, TakesTheVirtualAddressAlongAndABootBringsTheInterfaceUp) {
    World world = running_world();
    set_virtual_address(world, 0, true);
    power_off(world, first);
    EXPECT_FALSE(has_virtual_address(world, 0));
    set_interface(world, first, false);
    power_on(world, first);
    run_for(world, 2min);
    EXPECT_TRUE(interface_at(world, first).up);
    EXPECT_FALSE(has_virtual_address(world, 0));
}

TEST(Power, ThatIsSwitchedOffWhileAHostBootsLeavesItOff) {
    World world = running_world();
    power_off(world, first);
    power_on(world, first);
    run_for(world, 10s);
    power_off(world, first);
    run_for(world, 10min);
    EXPECT_FALSE(host_up(world, first));
    EXPECT_EQ(world.proxies[0].living, 0U);
}

TEST(Pause, LetsNoProcessOfTheHostRunUntilItEnds) {
    World world = running_world();
    pause_host(world, first);
    run_for(world, 1s);
    const auto steps = [&world] {
        std::vector<engine::TrueTime> busy;
        for (const auto& process : world.processes) {
            if (process.alive && process.proxy == 0) busy.push_back(process.busy_until);
        }
        return busy;
    };
    const auto still = steps();
    run_for(world, 5min);
    EXPECT_EQ(steps(), still);
    EXPECT_EQ(world.databases[0].state, sim::facts::DatabaseState::paused);
    resume_host(world, first);
    EXPECT_EQ(world.databases[0].state, sim::facts::DatabaseState::running);
}

TEST(Pause, OfAHostLeavesADatabaseAloneThatStoodStillBefore) {
    World world = running_world();
    pause_database(world, 0);
    pause_host(world, first);
    resume_host(world, first);
    EXPECT_EQ(world.databases[0].state, sim::facts::DatabaseState::paused);
}

// ---- files -------------------------------------------------------------------------------------

std::uint32_t main_of(const World& world) { return world.proxies[0].main; }

TEST(StatusFile, IsEmptyWhereItsWriterIsKilledBeforeItHasWritten) {
    World world = running_world();
    const StatusFile file{{"up", "down"}};
    save_file(world, main_of(world), world.kernel.now(), file);
    EXPECT_EQ(world.proxies[0].file.file, file);
    const std::uint32_t writer = main_of(world);
    tear_file(world, 0, writer);
    EXPECT_EQ(world.proxies[0].file.file, StatusFile{});
}

TEST(StatusFile, SurvivesALossOfPowerOnceItIsSynced) {
    World world = running_world();
    const StatusFile file{{"up", "down"}};
    save_file(world, main_of(world), world.kernel.now(), file);
    run_for(world, 1s);
    lose_unsynced(world, 0);
    EXPECT_EQ(world.proxies[0].file.file, file);
}

TEST(StatusFile, OfAFullDiskIsEmptyAndItsWriterHearsOfIt) {
    World world = running_world();
    set_disk(world, first, sim::facts::DiskState::full, {});
    save_file(world, main_of(world), world.kernel.now(), StatusFile{{"up", "down"}});
    EXPECT_EQ(world.proxies[0].file.file, StatusFile{});
    const auto& mailbox = world.processes[main_of(world)].mailbox;
    EXPECT_TRUE(std::any_of(mailbox.begin(), mailbox.end(), [](const failover::Input& input) {
        return std::holds_alternative<failover::SaveFailed>(input.what);
    }));
}

TEST(Disks, APrimaryWithoutSpaceEndsAndIsNotStartedBeforeThereIsRoom) {
    using sim::facts::DatabaseState;
    using sim::facts::DiskState;
    World world = running_world();
    set_disk(world, second, DiskState::full, {});
    EXPECT_EQ(world.databases[1].state, DatabaseState::running) << "a standby's WAL may wait";
    set_disk(world, first, DiskState::full, {});
    EXPECT_EQ(world.databases[0].state, DatabaseState::stopped);
    start_database(world, 0);
    run_for(world, 1min);
    EXPECT_EQ(world.databases[0].state, DatabaseState::stopped) << "it ends as often as it starts";
    set_disk(world, first, DiskState::well, {});
    start_database(world, 0);
    run_for(world, 1min);
    EXPECT_EQ(world.databases[0].state, DatabaseState::running);
}

TEST(StatusFile, ThatIsTornEndsInHalfAWord) {
    World world = running_world();
    world.proxies[0].file.file = StatusFile{{"down", "up", "down"}};
    corrupt_file(world, 0, std::nullopt);
    EXPECT_EQ(world.proxies[0].file.file, (StatusFile{{"down", "u"}}));
}

// ---- a world is a value ------------------------------------------------------------------------

TEST(Machines, OfACopiedWorldGoOnAlike) {
    World world = running_world();
    jump_clock(world, first, 3s);
    drift_clock(world, second, 50);
    power_off(world, first);
    pause_host(world, second);
    run_for(world, 3s);
    power_on(world, first);
    World copy = world;
    for (World* one : {&world, &copy}) {
        resume_host(*one, second);
        run_for(*one, 2min);
    }
    EXPECT_EQ(world.kernel.fingerprint(), copy.kernel.fingerprint());
}

}  // namespace
