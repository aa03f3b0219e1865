// What a proxy makes of its configuration file (semantics-3.6 §13).
#include "failover/logics/interlock/config.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace failover::interlock {
namespace {

using namespace std::chrono_literals;

TEST(Parameters, AReloadTakesWhatARunningProxyCanTakeAndAStartTakesAll) {  // §13, R and S
    failover::Setup setup;
    setup.self = ProxyId{0};
    const Config before = make_config(setup);
    const std::vector<ParameterChange> changes{
        {parameter_index("health_check_period"), std::int64_t{5'000'000'000}},
        {parameter_index("num_init_children"), std::int64_t{8}}};
    const Config reloaded = reread(before, changes, TakenAt::reload);
    EXPECT_EQ(reloaded.health_check_period, 5s);
    EXPECT_EQ(reloaded.num_init_children, 32);
    const Config restarted = reread(before, changes, TakenAt::start);
    EXPECT_EQ(restarted.health_check_period, 5s);
    EXPECT_EQ(restarted.num_init_children, 8);
}

}  // namespace
}  // namespace failover::interlock
