// Hosts, database servers and proxies of a scenario, with their defaults filled in.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/syntax.hpp"

namespace sim::scenario {

namespace {

/// logdir is the system's temporary directory by default (semantics-3.6 §13).
constexpr std::string_view usual_status_path =
    "/tmp"
    "/pgpool_status";

/// Words that mean something else in steps, so that no host may be called so.
bool is_taken(std::string_view name) {
    constexpr std::array words{"and",   "or",        "not",     "in",       "by",   "leader",
                               "other", "a_standby", "a_proxy", "operator", "with", "*"};
    return is_literal_word(name) || std::ranges::find(words, name) != words.end();
}

/// The shape of a name, whatever it is for; `what` says so.
bool check_shape(Context& context, const Entry& value, std::string_view what) {
    if (value.text.empty() || value.text.find_first_of("'/\"\n") != std::string::npos) {
        context.reader.complain(
            value.spot, fmt::format("a {}'s name has no quotes, slashes or line ends", what));
        return false;
    }
    if (!is_taken(value.text)) return true;
    context.reader.complain(
        value.spot, fmt::format("`{}` means something else in conditions and actions", value.text),
        fmt::format("give the {} another name", what));
    return false;
}

void check_name(Context& context, const Entry& value) {
    static_cast<void>(check_shape(context, value, "host"));
    for (const HostSpec& host : context.scenario.hosts) {
        if (host.name != value.text) continue;
        context.reader.complain(value.spot, fmt::format("there is already a host `{}`", host.name));
    }
}

struct Common {
    const Entry* database = nullptr;
    const Entry* proxy = nullptr;
};

bool is_primary(const DatabaseSpec& database) {
    return database.role == facts::DatabaseRole::primary;
}

/// One primary, and application names that tell databases apart.
void check_database(Context& context, const DatabaseSpec& spec, const Entry& value) {
    const auto& others = context.scenario.databases;
    if (is_primary(spec) && std::ranges::any_of(others, is_primary)) {
        context.reader.complain(value.spot, "a cluster begins with one primary; this is another");
    }
    const auto same =
        std::ranges::find(others, spec.application_name, &DatabaseSpec::application_name);
    if (same == others.end()) return;
    const auto host = static_cast<std::size_t>(same->host.value);
    context.reader.complain(value.spot,
                            fmt::format("{} has the application_name `{}` already",
                                        context.scenario.hosts[host].name, spec.application_name));
}

void add_database(Context& context, const Entry& value, const Common& common) {
    Scenario& scenario = context.scenario;
    const HostId host{static_cast<std::int32_t>(scenario.hosts.size() - 1)};
    if (value.kind == Entry::Kind::table) {
        const Section* const both[] = {&schema::host_database, &schema::database};
        context.reader.check(value, both);
    } else if (value.kind != Entry::Kind::string) {
        context.reader.complain(value.spot, "`database` takes \"primary\", \"standby\" or a table",
                                "like { role = \"standby\", application_name = \"node2\" }");
        return;
    }
    DatabaseSpec spec = read_database(context, host, {&value, common.database});
    if (value.kind == Entry::Kind::string) {
        constexpr std::array<std::string_view, 2> roles{"primary", "standby"};
        if (value.text == "primary")
            spec.role = facts::DatabaseRole::primary;
        else if (value.text != "standby") {
            context.reader.complain(value.spot, fmt::format("`{}` is no role", value.text),
                                    did_you_mean(value.text, roles));
        }
    }
    check_database(context, spec, value);
    scenario.hosts.back().database =
        DatabaseId{static_cast<std::int32_t>(scenario.databases.size())};
    scenario.databases.push_back(std::move(spec));
}

void add_proxy(Context& context, const Entry& value, const Common& common) {
    Scenario& scenario = context.scenario;
    const bool table = value.kind == Entry::Kind::table;
    if (!table && value.kind != Entry::Kind::boolean) {
        context.reader.complain(value.spot, "`proxy` takes true or a table of parameters");
        return;
    }
    if (!table && value.number == 0) return;
    ProxySpec spec;
    spec.host = HostId{static_cast<std::int32_t>(scenario.hosts.size() - 1)};
    spec.wd_hostname = scenario.hosts.back().address;
    spec.status_path = std::string(usual_status_path);
    scenario.hosts.back().proxy = ProxyId{static_cast<std::int32_t>(scenario.proxies.size())};
    compile_parameters(context, spec, common.proxy, table ? &value : nullptr);
    scenario.proxies.push_back(std::move(spec));
}

void add_host(Context& context, const Entry& table, const Common& common) {
    Reader& reader = context.reader;
    reader.check(table, schema::host);
    if (table.kind != Entry::Kind::table) return;
    HostSpec host;
    host.name = reader.text(table, "name").value_or("");
    host.address = reader.text(table, "address").value_or("");
    const Entry* name = table.find("name");
    if (name != nullptr) check_name(context, *name);
    for (const HostSpec& other : context.scenario.hosts) {
        if (host.address.empty() || other.address != host.address) continue;
        reader.complain(table.find("address")->spot,
                        fmt::format("{} has this address already", other.name));
    }
    compile_machine(context, table, host);
    context.scenario.hosts.push_back(host);
    if (const Entry* database = table.find("database")) add_database(context, *database, common);
    if (const Entry* proxy = table.find("proxy")) add_proxy(context, *proxy, common);
}

bool has_proxy(const Entry& host) {
    const Entry* proxy = host.find("proxy");
    return proxy != nullptr && (proxy->kind == Entry::Kind::table || proxy->number != 0);
}

void find_logic(Context& context, const Entry* cluster) {
    Scenario& scenario = context.scenario;
    Reader& reader = context.reader;
    std::vector<std::string_view> logics;
    for (const NamedCatalogue& logic : context.catalogues.logics) {
        if (logic.name == scenario.logic) context.catalogue = logic.catalogue;
        logics.push_back(logic.name);
    }
    std::vector<std::string_view> dialects;
    for (const DialectWords& dialect : context.catalogues.dialects) {
        if (dialect.name == scenario.dialect) context.dialect = &dialect;
        dialects.push_back(dialect.name);
    }
    const auto unknown = [&](std::string_view key, const std::string& value,
                             std::span<const std::string_view> valid) {
        const Entry* given = cluster == nullptr ? nullptr : cluster->find(key);
        Spot whole;
        whole.place = {1, 1};
        std::string help = did_you_mean(value, valid);
        if (help.empty()) help = fmt::format("known: {}", fmt::join(valid, ", "));
        reader.complain(given == nullptr ? whole : given->spot,
                        fmt::format("unknown {} `{}`", key, value), std::move(help));
    };
    if (context.catalogue == nullptr) unknown("logic", scenario.logic, logics);
    if (context.dialect == nullptr && !dialects.empty()) {
        unknown("dialect", scenario.dialect, dialects);
    }
}

/// At least one proxy, one database, one primary.
void check_cluster(Context& context, const Entry& root) {
    const Scenario& scenario = context.scenario;
    Reader& reader = context.reader;
    const Entry* hosts = root.find("host");
    if (hosts != nullptr && hosts->kind != Entry::Kind::array) return;
    const Spot spot = hosts != nullptr ? hosts->spot : root.spot;
    if (scenario.proxies.empty()) {
        reader.complain(spot, "there is no proxy", "give a [[host]] `proxy = true`");
    }
    if (scenario.databases.empty()) {
        reader.complain(spot, "there is no database", "give a [[host]] `database = \"primary\"`");
        return;
    }
    if (std::ranges::none_of(scenario.databases, is_primary)) {
        reader.complain(spot, "there is no primary", "one host has `database = \"primary\"`");
    }
    if (scenario.databases.size() > failover::max_backends) {
        reader.complain(spot, fmt::format("more than {} databases", failover::max_backends));
    }
}

}  // namespace

void compile_cluster(Context& context, const Entry& root) {
    Reader& reader = context.reader;
    const Entry* cluster = root.find("cluster");
    if (cluster != nullptr && cluster->kind == Entry::Kind::table) {
        reader.check(*cluster, schema::cluster);
        if (auto logic = reader.text(*cluster, "logic")) context.scenario.logic = *logic;
        if (auto dialect = reader.text(*cluster, "dialect")) context.scenario.dialect = *dialect;
    } else {
        cluster = nullptr;
    }
    find_logic(context, cluster);
    const auto table = [&](std::string_view key) -> const Entry* {
        const Entry* found = root.find(key);
        return found != nullptr && found->kind == Entry::Kind::table ? found : nullptr;
    };
    const Common common{table("database"), table("proxy")};
    if (common.database != nullptr) reader.check(*common.database, schema::database);
    const Entry* hosts = root.find("host");
    if (hosts != nullptr && hosts->kind == Entry::Kind::array) {
        if (hosts->elements.size() > limits::hosts) {
            reader.complain(hosts->spot, fmt::format("more than {} hosts", limits::hosts));
            return;
        }
        context.several_proxies = std::ranges::count_if(hosts->elements, has_proxy) >= 2;
        for (const Entry& host : hosts->elements) {
            if (host.kind == Entry::Kind::table) add_host(context, host, common);
        }
    }
    check_cluster(context, root);
}

bool check_new_name(Context& context, const Entry& value) {
    if (!check_shape(context, value, "target")) return false;
    const auto same = std::ranges::find(context.scenario.hosts, value.text, &HostSpec::name);
    if (same == context.scenario.hosts.end()) return true;
    context.reader.complain(value.spot, fmt::format("`{}` is a host already", value.text),
                            "give the target another name");
    return false;
}

const HostSpec* find_host(Context& context, const Entry& value) {
    std::vector<std::string_view> valid;
    for (const HostSpec& host : context.scenario.hosts) {
        if (host.name == value.text) return &host;
        valid.push_back(host.name);
    }
    context.reader.complain(value.spot, fmt::format("unknown host `{}`", value.text),
                            did_you_mean(value.text, valid));
    return nullptr;
}

std::optional<ProxyId> find_proxy(Context& context, const Entry& value) {
    const HostSpec* host = find_host(context, value);
    if (host == nullptr) return std::nullopt;
    if (!host->proxy) {
        context.reader.complain(value.spot, fmt::format("there is no proxy on {}", host->name));
    }
    return host->proxy;
}

std::optional<DatabaseId> find_database(Context& context, const Entry& value) {
    const HostSpec* host = find_host(context, value);
    if (host == nullptr) return std::nullopt;
    if (!host->database) {
        context.reader.complain(value.spot, fmt::format("there is no database on {}", host->name));
    }
    return host->database;
}

const HostSpec* find_host_of_key(Context& context, const Field& field) {
    Entry name;
    name.kind = Entry::Kind::string;
    name.text = field.key;
    name.spot = field.spot;
    return find_host(context, name);
}

}  // namespace sim::scenario
