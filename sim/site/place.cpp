#include "sim/site/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/scenario/orders.hpp"

namespace sim::site {
namespace {

using scenario::HostId;
using scenario::ProxyId;
using scenario::Scenario;
using scenario::Target;

constexpr std::int32_t nowhere = -1;

/// Which of the site's databases and proxies plays each of the story's.
struct Cast {
    std::vector<std::int32_t> databases;
    std::vector<std::int32_t> proxies;
    /// One or two: of the database and of the proxy. A client's host comes along with the story.
    std::vector<std::vector<HostId>> hosts;
};

class Casting {
  public:
    Casting(const Scenario& story, const Site& site) : story_(story), site_(site) {
        cast_.databases.assign(story.databases.size(), nowhere);
        cast_.proxies.assign(story.proxies.size(), nowhere);
    }

    Cast run() {
        together(facts::DatabaseRole::primary);
        together(facts::DatabaseRole::standby);
        apart();
        auto of_clients = static_cast<std::int32_t>(site_.hosts.size());
        for (const scenario::HostSpec& host : story_.hosts) {
            auto& hosts = cast_.hosts.emplace_back();
            if (!host.database && !host.proxy) hosts.push_back(HostId{of_clients++});
            if (host.database) hosts.push_back(site_.databases[played(*host.database)].host);
            if (!host.proxy) continue;
            const HostId of_proxy = site_.proxies[played(*host.proxy)].host;
            if (hosts.empty() || hosts.front() != of_proxy) hosts.push_back(of_proxy);
        }
        return std::move(cast_);
    }

  private:
    std::size_t played(scenario::DatabaseId id) const {
        return static_cast<std::size_t>(cast_.databases[static_cast<std::size_t>(id.value)]);
    }
    std::size_t played(ProxyId id) const {
        return static_cast<std::size_t>(cast_.proxies[static_cast<std::size_t>(id.value)]);
    }
    facts::DatabaseRole role(const Scenario& of, scenario::DatabaseId id) const {
        return of.databases[static_cast<std::size_t>(id.value)].role;
    }
    static bool taken(const std::vector<std::int32_t>& by, std::int32_t id) {
        return std::ranges::find(by, id) != by.end();
    }

    /// Hosts with a database of that role and a proxy go to such hosts, in order.
    void together(facts::DatabaseRole wanted) {
        for (const scenario::HostSpec& host : story_.hosts) {
            if (!host.database || !host.proxy || role(story_, *host.database) != wanted) continue;
            for (const scenario::HostSpec& own : site_.hosts) {
                if (!own.database || !own.proxy) continue;
                const auto& database =
                    site_.databases[static_cast<std::size_t>(own.database->value)];
                if (database.role != wanted || taken(cast_.databases, own.database->value) ||
                    taken(cast_.proxies, own.proxy->value)) {
                    continue;
                }
                cast_.databases[static_cast<std::size_t>(host.database->value)] =
                    own.database->value;
                cast_.proxies[static_cast<std::size_t>(host.proxy->value)] = own.proxy->value;
                break;
            }
        }
    }

    /// Everything else goes to what is left, in order; a database alone first to one alone.
    void apart() {
        for (std::size_t at = 0; at < story_.databases.size(); ++at) {
            if (cast_.databases[at] != nowhere) continue;
            cast_.databases[at] = free_database(story_.databases[at].role, true);
            if (cast_.databases[at] != nowhere) continue;
            cast_.databases[at] = free_database(story_.databases[at].role, false);
        }
        for (std::int32_t& proxy : cast_.proxies) {
            const auto count = static_cast<std::int32_t>(site_.proxies.size());
            for (std::int32_t id = 0; id < count && proxy == nowhere; ++id) {
                if (!taken(cast_.proxies, id)) proxy = id;
            }
        }
    }
    std::int32_t free_database(facts::DatabaseRole wanted, bool alone) const {
        for (std::size_t at = 0; at < site_.databases.size(); ++at) {
            const auto& database = site_.databases[at];
            const auto& host = site_.hosts[static_cast<std::size_t>(database.host.value)];
            const auto id = static_cast<std::int32_t>(at);
            const bool fits = database.role == wanted && (!alone || !host.proxy);
            if (fits && !taken(cast_.databases, id)) return id;
        }
        return nowhere;
    }

    const Scenario& story_;
    const Site& site_;
    Cast cast_;
};

/// The story with the site's ids.
class Recasting {
  public:
    Recasting(Scenario& told, const Cast& cast) : told_(told), cast_(cast) {}

    std::string run() {
        for (scenario::Step& step : told_.steps) {
            for (scenario::Action& one : step.actions) action(one);
            observations(step.observations);
            if (step.when) expression(*step.when);
            for (scenario::Look& look : step.looks) this->look(look);
            step.logs.clear();
        }
        observations(told_.always);
        observations(told_.never);
        for (scenario::Sometimes& one : told_.sometimes) expression(one.seen.condition);
        for (scenario::Load& load : told_.loads) {
            proxy(load.via);
            host(load.from);
        }
        for (scenario::LinkSpec& link : told_.links) {
            hosts(link.one);
            hosts(link.other);
        }
        return std::move(problem_);
    }

  private:
    void database(std::int32_t& id) const {
        const auto at = static_cast<std::size_t>(id);
        if (id >= 0 && at < cast_.databases.size()) id = cast_.databases[at];
    }
    void proxy(ProxyId& id) const {
        if (id.value >= 0) id.value = cast_.proxies[static_cast<std::size_t>(id.value)];
    }

    void host(std::optional<HostId>& id) const {
        if (id) id = cast_.hosts[static_cast<std::size_t>(id->value)].front();
    }
    void hosts(std::vector<HostId>& list) const {
        std::vector<HostId> mapped;
        for (const HostId id : list) {
            for (const HostId own : cast_.hosts[static_cast<std::size_t>(id.value)]) {
                if (std::ranges::find(mapped, own) == mapped.end()) mapped.push_back(own);
            }
        }
        list = std::move(mapped);
    }

    void action(scenario::Action& action) {
        targets(action.targets);
        host(action.client_host);
        if (action.on) target(*action.on);
        if (action.node) target(*action.node);
        for (auto& group : action.groups) targets(group);
        targets(action.from);
        targets(action.to);
        for (std::size_t at = 0; at < action.groups.size(); ++at) {
            for (std::size_t other = 0; other < at; ++other) {
                apart(action.groups[other], action.groups[at]);
            }
        }
        apart(action.from, action.to);
        action.answer.reset();
        action.answer_table.reset();
        action.exit_status.reset();
    }
    /// Named ones, and those that are meant by being another; roles stay what they are. Of a host
    /// that the site has as several, the first.
    void target(Target& target) const {
        if (target.kind != Target::Kind::named && target.kind != Target::Kind::other) return;
        if (target.id < 0) return;
        const auto id = static_cast<std::size_t>(target.id);
        switch (target.of) {
            case Target::Of::database:
                return database(target.id);
            case Target::Of::proxy:
                target.id = cast_.proxies[id];
                return;
            case Target::Of::host:
                target.id = cast_.hosts[id].front().value;
                return;
        }
    }
    void targets(std::vector<Target>& list) const {
        std::vector<Target> mapped;
        const auto add = [&](const Target& own) {
            if (std::ranges::find(mapped, own) == mapped.end()) mapped.push_back(own);
        };
        for (const Target& old : list) {
            if (old.kind == Target::Kind::named && old.of == Target::Of::host) {
                for (const HostId host : cast_.hosts[static_cast<std::size_t>(old.id)]) {
                    add({old.kind, old.of, host.value});
                }
                continue;
            }
            Target own = old;
            target(own);
            add(own);
        }
        list = std::move(mapped);
    }
    void apart(const std::vector<Target>& one, const std::vector<Target>& other) {
        const bool shared = std::ranges::any_of(one, [&](const Target& target) {
            return target.kind == Target::Kind::named &&
                   std::ranges::find(other, target) != other.end();
        });
        if (shared) problem_ = "parts hosts that are one host at this site";
    }

    void observations(std::vector<scenario::Observation>& list) const {
        for (scenario::Observation& one : list) expression(one.condition);
    }
    void expression(scenario::Expression& expression) const {
        for (scenario::Node& node : expression.nodes) {
            if (node.op != scenario::Operator::name) continue;
            const auto id = static_cast<std::size_t>(node.value);
            if (node.type == scenario::Type::database) node.value = cast_.databases[id];
            if (node.type == scenario::Type::proxy) node.value = cast_.proxies[id];
        }
    }
    void look(scenario::Look& look) const {
        look.expected.reset();
        if (look.kind == scenario::TableKind::stat_replication) return database(look.target);
        look.target = cast_.proxies[static_cast<std::size_t>(look.target)];
    }

    Scenario& told_;
    const Cast& cast_;
    std::string problem_;
};

/// What the site lacks, or nothing.
std::string lacking(const Scenario& story, const Site& site) {
    const auto needs = [](std::size_t wanted, std::size_t present, std::string_view what) {
        return wanted <= present
                   ? std::string()
                   : fmt::format("needs {} {}, the site has {}", wanted, what, present);
    };
    std::string text = needs(story.databases.size(), site.databases.size(), "databases");
    const std::string proxies = needs(story.proxies.size(), site.proxies.size(), "proxies");
    if (!text.empty() && !proxies.empty()) text += "; ";
    return text + proxies;
}

/// The site's hosts, their clocks and boots as the story has them, and the story's hosts of
/// clients.
std::vector<scenario::HostSpec> hosts(const Scenario& story, const Site& site, const Cast& cast) {
    std::vector<scenario::HostSpec> list = site.hosts;
    for (std::size_t at = 0; at < story.hosts.size(); ++at) {
        const scenario::HostSpec& model = story.hosts[at];
        if (!model.database && !model.proxy) list.push_back(model);
        for (const HostId id : cast.hosts[at]) {
            scenario::HostSpec& own = list[static_cast<std::size_t>(id.value)];
            own.boot = model.boot;
            own.starts_database = model.starts_database;
            own.starts_proxy = model.starts_proxy;
            own.clock_ahead = model.clock_ahead;
        }
    }
    return list;
}

/// The site's databases, each as the story has the one that it plays; others run like its last.
std::vector<scenario::DatabaseSpec> databases(const Scenario& story, const Site& site,
                                              const Cast& cast) {
    std::vector<scenario::DatabaseSpec> list = site.databases;
    for (std::size_t at = 0; at < list.size(); ++at) {
        const auto role = std::ranges::find(cast.databases, static_cast<std::int32_t>(at));
        const bool plays = role != cast.databases.end();
        const auto& model =
            plays ? story.databases[static_cast<std::size_t>(role - cast.databases.begin())]
                  : story.databases.back();
        list[at].recovery_job = model.recovery_job;
        list[at].first_lsn = model.first_lsn;
        list[at].first_timeline = model.first_timeline;
        list[at].running_at_start = !plays || model.running_at_start;
    }
    return list;
}

/// The story's status file, its lines in the order of the site's backends.
failover::StatusFile status_file(const failover::StatusFile& of_story, const Cast& cast,
                                 std::size_t count) {
    failover::StatusFile file;
    file.lines.assign(count, "up");
    const std::size_t lines = std::min(of_story.lines.size(), cast.databases.size());
    for (std::size_t at = 0; at < lines; ++at) {
        file.lines[static_cast<std::size_t>(cast.databases[at])] = of_story.lines[at];
    }
    return file;
}

/// The site's proxies, with the status files and the commands' doings of the story.
std::vector<scenario::ProxySpec> proxies(const Scenario& story, const Site& site,
                                         const Cast& cast) {
    std::vector<scenario::ProxySpec> list = site.proxies;
    for (std::size_t at = 0; at < story.proxies.size(); ++at) {
        const scenario::ProxySpec& model = story.proxies[at];
        scenario::ProxySpec& own = list[static_cast<std::size_t>(cast.proxies[at])];
        if (model.status_file) {
            own.status_file = status_file(*model.status_file, cast, site.databases.size());
        }
        for (scenario::CommandSpec& command : own.commands) {
            const auto told = std::ranges::find(model.commands, command.parameter,
                                                &scenario::CommandSpec::parameter);
            if (told != model.commands.end()) command = *told;
        }
    }
    return list;
}

}  // namespace

Placed place(const Scenario& story, const Site& site, bool load) {
    std::string problem = lacking(story, site);
    if (!problem.empty()) return {std::nullopt, std::move(problem)};
    const Cast cast = Casting(story, site).run();
    Scenario told = story;
    told.hosts = hosts(story, site, cast);
    told.databases = databases(story, site, cast);
    told.proxies = proxies(story, site, cast);
    told.dialect = site.dialect;
    told.outcome.clear();
    told.waivers.clear();
    told.pins.clear();
    problem = Recasting(told, cast).run();
    if (!problem.empty()) return {std::nullopt, std::move(problem)};
    if (load && told.loads.empty()) told.loads.push_back(scenario::orders());
    return {std::move(told), {}};
}

}  // namespace sim::site
