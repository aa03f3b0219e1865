#include "sim/world/beliefs.hpp"

#include <algorithm>
#include <array>

#include "sim/world/actions.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/targets.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Function;
using scenario::Type;
using scenario::Value;

std::uint32_t word(std::int32_t value) { return static_cast<std::uint32_t>(value); }

void publish_backends(World& world, std::int32_t proxy, const failover::Beliefs& now) {
    const failover::Beliefs& was = world.proxies[static_cast<std::size_t>(proxy)].beliefs;
    for (std::size_t b = 0; b < world.databases.size(); ++b) {
        if (now.status[b] != was.status[b]) {
            world.kernel.fact(Kind::believed_status,
                              {word(proxy), static_cast<std::uint32_t>(b),
                               static_cast<std::uint32_t>(now.status[b]),
                               static_cast<std::uint32_t>(was.status[b]), 0});
        }
        if (now.pending[b] != was.pending[b]) {
            world.kernel.fact(Kind::pending_change,
                              {word(proxy), static_cast<std::uint32_t>(b),
                               static_cast<std::uint32_t>(now.pending[b]), 0, 0});
        }
    }
}

void publish_cluster(World& world, std::int32_t proxy, const failover::Beliefs& now) {
    const failover::Beliefs& was = world.proxies[static_cast<std::size_t>(proxy)].beliefs;
    Kernel& kernel = world.kernel;
    if (now.primary != was.primary) {
        kernel.fact(Kind::believed_primary, {word(proxy), word(now.primary.value), 0, 0, 0});
    }
    if (now.leader != was.leader) {
        kernel.fact(Kind::believed_leader, {word(proxy), word(now.leader.value), 0, 0, 0});
    }
    if (now.serves != was.serves) kernel.fact(Kind::serves, {word(proxy), now.serves, 0, 0, 0});
    if (now.leads != was.leads) kernel.fact(Kind::leads, {word(proxy), now.leads, 0, 0, 0});
    if (now.quorum != was.quorum) {
        kernel.fact(Kind::believed_quorum,
                    {word(proxy), word(static_cast<std::int32_t>(now.quorum)), 0, 0, 0});
    }
    if (now.escalated != was.escalated) {
        kernel.fact(Kind::believed_escalated, {word(proxy), now.escalated, 0, 0, 0});
    }
    for (std::uint32_t lock = 0; lock < failover::lock_count; ++lock) {
        if (now.locked[lock] != was.locked[lock]) {
            kernel.fact(Kind::believed_lock, {word(proxy), lock, now.locked[lock], 0, 0});
        }
    }
}

Value number(Type type, std::int64_t value) { return {type, value, true}; }
Value unknown(Type type) { return {type, 0, false}; }

}  // namespace

void publish_beliefs(World& world, std::int32_t proxy) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    const LogicBox& logic = speaker(host);
    const failover::Beliefs now = logic ? logic.beliefs() : failover::Beliefs{};
    publish_backends(world, proxy, now);
    publish_cluster(world, proxy, now);
    const bool served = host.beliefs.serves;
    host.beliefs = now;
    if (now.serves != served) poll_activities(world);
}

void publish_on_the_way(World& world, std::int32_t backend, int change) {
    if (backend < 0 || backend >= static_cast<std::int32_t>(world.databases.size())) return;
    std::int32_t& count = world.on_the_way[static_cast<std::size_t>(backend)];
    count += change;
    for (std::size_t proxy = 0; proxy < world.proxies.size(); ++proxy) {
        world.kernel.fact(Kind::on_the_way,
                          {static_cast<std::uint32_t>(proxy), word(backend), word(count), 0, 0});
    }
}

int Now::databases() const { return static_cast<int>(world_.databases.size()); }
int Now::proxies() const { return static_cast<int>(world_.proxies.size()); }

namespace {

// One function of truth or belief: which, and how it is read.
struct Reading {
    Function function;
    Value (*read)(const World&, std::int64_t argument, int by);  // by: unused for truth
};

const Database& server_at(const World& world, std::int64_t database) {
    return database_at(world, static_cast<std::int32_t>(database));
}

const LoadState& load_at(const World& world, std::int64_t load) {
    return world.clients.loads[static_cast<std::size_t>(load)];
}

Value read_lag(const World& world, std::int64_t argument, int) {
    const Database& database = server_at(world, argument);
    if (database.upstream < 0) return number(Type::bytes, 0);
    const std::uint64_t sent = position(world, database.upstream, world.kernel.now());
    const std::uint64_t has =
        replayed(world, static_cast<std::int32_t>(argument), world.kernel.now());
    return number(Type::bytes, static_cast<std::int64_t>(sent > has ? sent - has : 0));
}

Value read_diverged(const World& world, std::int64_t argument, int) {
    const auto database = static_cast<std::int32_t>(argument);
    const std::int32_t newest = newest_primary(world);
    const bool parted = newest >= 0 && world.history.diverged(end_of_wal(world, database),
                                                              end_of_wal(world, newest));
    return number(Type::boolean, parted ? 1 : 0);
}

Value read_commits_waiting(const World& world, std::int64_t database, int) {
    return number(Type::number,
                  static_cast<std::int64_t>(server_at(world, database).waiting.size()));
}

// What the primary has decides, also while it is down: its disk is what will be there again.
Value read_lost(const World& world, std::int64_t load, int) {
    const std::int32_t primary = last_primary(world);
    if (primary < 0) return unknown(Type::number);
    const std::uint64_t lost =
        load_at(world, load).ledger.lost(world.history, end_of_wal(world, primary));
    return number(Type::number, static_cast<std::int64_t>(lost));
}

Value read_primary(const World& world, std::int64_t, int) {
    const auto primaries = Now(world).members(Function::primaries);
    if (primaries.empty()) return Value{};
    return primaries.size() > 1 ? unknown(Type::database)
                                : number(Type::database, primaries.front());
}

constexpr std::array truths{
    Reading{Function::running,
            [](const World& world, std::int64_t d, int) {
                return number(Type::boolean, server_at(world, d).answers() ? 1 : 0);
            }},
    Reading{Function::streaming,
            [](const World& world, std::int64_t d, int) {
                return number(Type::boolean, server_at(world, d).streaming ? 1 : 0);
            }},
    Reading{Function::writable,
            [](const World& world, std::int64_t d, int) {
                return number(Type::boolean, server_at(world, d).writable() ? 1 : 0);
            }},
    Reading{Function::timeline,
            [](const World& world, std::int64_t d, int) {
                return number(Type::number, timeline(world, static_cast<std::int32_t>(d)));
            }},
    Reading{Function::diverged, read_diverged},
    Reading{Function::commits_waiting, read_commits_waiting},
    Reading{Function::lag, read_lag},
    Reading{Function::serves,
            [](const World& world, std::int64_t proxy, int) {
                const auto& host = world.proxies[static_cast<std::size_t>(proxy)];
                return number(Type::boolean, host.beliefs.serves ? 1 : 0);
            }},
    Reading{Function::recovery_job_enabled,
            [](const World& world, std::int64_t d, int) {
                return number(Type::boolean, server_at(world, d).recovery_job ? 1 : 0);
            }},
    Reading{Function::vip,
            [](const World& world, std::int64_t proxy, int) {
                const bool there = has_virtual_address(world, static_cast<std::int32_t>(proxy));
                return number(Type::boolean, there ? 1 : 0);
            }},
    Reading{Function::primary, read_primary},
    Reading{Function::acknowledged,
            [](const World& world, std::int64_t load, int) {
                const LoadState& state = load_at(world, load);
                return number(Type::number, static_cast<std::int64_t>(state.acknowledged));
            }},
    Reading{Function::sessions_cut,
            [](const World& world, std::int64_t load, int) {
                return number(Type::number, static_cast<std::int64_t>(load_at(world, load).cuts));
            }},
    Reading{Function::lost, read_lost},
    Reading{Function::write_outage,
            [](const World& world, std::int64_t load, int) {
                const Duration outage = write_outage(world, static_cast<std::size_t>(load));
                return number(Type::span, outage.count());
            }},
};

// What a proxy that serves believes; one that does not believes nothing that is known.
struct Belief {
    Function function;
    Type type;
    std::int64_t (*read)(const failover::Beliefs&, std::int64_t argument);
};

constexpr std::array beliefs_read{
    Belief{Function::status, Type::status,
           [](const failover::Beliefs& b, std::int64_t backend) {
               return static_cast<std::int64_t>(b.status[static_cast<std::size_t>(backend)]);
           }},
    Belief{Function::role, Type::role,
           [](const failover::Beliefs& b, std::int64_t backend) {
               return std::int64_t{b.primary.value == backend ? 0 : 1};
           }},
    Belief{Function::primary_by, Type::database,
           [](const failover::Beliefs& b, std::int64_t) { return std::int64_t{b.primary.value}; }},
    Belief{Function::leader, Type::proxy,
           [](const failover::Beliefs& b, std::int64_t) { return std::int64_t{b.leader.value}; }},
    Belief{Function::quorum, Type::quorum,
           [](const failover::Beliefs& b, std::int64_t) {
               return static_cast<std::int64_t>(b.quorum);
           }},
    Belief{Function::locked, Type::boolean,
           [](const failover::Beliefs& b, std::int64_t lock) {
               return std::int64_t{b.locked[static_cast<std::size_t>(lock)] ? 1 : 0};
           }},
    Belief{Function::escalated, Type::boolean,
           [](const failover::Beliefs& b, std::int64_t) { return std::int64_t{b.escalated}; }},
};

Value ask_truth(const World& world, Function function, std::int64_t argument) {
    for (const Reading& reading : truths) {
        if (reading.function == function) return reading.read(world, argument, -1);
    }
    return Value{};
}

Value ask_belief(const World& world, Function function, std::int64_t argument, int by) {
    const failover::Beliefs& beliefs = world.proxies[static_cast<std::size_t>(by)].beliefs;
    for (const Belief& belief : beliefs_read) {
        if (belief.function != function) continue;
        return beliefs.serves ? number(belief.type, belief.read(beliefs, argument))
                              : unknown(belief.type);
    }
    return Value{};
}

}  // namespace

Value Now::ask(Function function, std::int64_t argument, int by) const {
    return by < 0 ? ask_truth(world_, function, argument)
                  : ask_belief(world_, function, argument, by);
}

Value Now::given(std::int64_t name, Type type) const {
    const auto of =
        type == Type::proxy ? scenario::Target::Of::proxy : scenario::Target::Of::database;
    const std::int32_t id = given_as(world_, static_cast<std::size_t>(name), of);
    return id < 0 ? unknown(type) : number(type, id);
}

Value Now::changes(Function function, std::int64_t argument, int by) const {
    for (const Counted& counted : world_.story.counted) {
        if (counted.step != step_ || counted.function != function) continue;
        if (counted.argument == argument && counted.by == by) {
            return number(Type::number, counted.count);
        }
    }
    return unknown(Type::number);
}

std::vector<std::int64_t> Now::members(Function function) const {
    std::vector<std::int64_t> result;
    if (function == Function::primaries) {
        for (std::size_t d = 0; d < world_.databases.size(); ++d) {
            if (world_.databases[d].writable()) result.push_back(static_cast<std::int64_t>(d));
        }
    } else if (function == Function::leaders) {
        for (std::size_t p = 0; p < world_.proxies.size(); ++p) {
            if (world_.proxies[p].beliefs.leads) result.push_back(static_cast<std::int64_t>(p));
        }
    } else if (function == Function::vip_holders) {
        for (std::int32_t p = 0; p < proxies(); ++p) {
            if (has_virtual_address(world_, p)) result.push_back(p);
        }
    }
    return result;
}

}  // namespace sim::world
