#include "sim/site/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <tuple>
#include <utility>

#include "sim/scenario/limits.hpp"
#include "sim/site/agree.hpp"

namespace sim::site {
namespace {

using scenario::HostId;
using scenario::ProxyId;
using scenario::Reader;

/// The folder that a file lies in, as people name them after hosts: node1/pgpool.conf.
std::string folder_of(const std::string& path) {
    return std::filesystem::path(path).parent_path().filename().string();
}

class Joiner {
  public:
    Joiner(Reader& reader, const failover::Catalogue& catalogue, const Wishes& wishes)
        : reader_(reader), catalogue_(catalogue), wishes_(wishes) {}

    Site run(std::vector<Conf> confs) {
        name_proxies(confs);
        check_agreement(reader_, confs);
        if (!reader_.diagnostics().empty()) return {};
        for (const Conf& conf : confs) {
            if (add_proxy(conf.wd_hostname.value, conf.proxy)) name_host(conf, confs);
        }
        for (const Conf& conf : confs) add_peers_without_file(conf, confs);
        for (const Backend& backend : confs.front().backends) add_database(backend);
        primary();
        for (scenario::ProxySpec& proxy : site_.proxies) commands(proxy);
        site_.dialect = confs.front().kingbase ? "v8r3" : "pgpool-3.6";
        if (confs.front().kingbase) {
            assume("kingbasecluster.conf has the keys of pgpool.conf 3.6, with their meaning");
        }
        for (const Conf& conf : confs) collect(conf);
        if (site_.hosts.size() > scenario::limits::hosts) {
            reader_.complain_of_file(confs.front().path,
                                     fmt::format("more than {} hosts", scenario::limits::hosts));
        }
        return std::move(site_);
    }

  private:
    void assume(std::string text) {
        if (std::ranges::find(site_.assumed, text) == site_.assumed.end()) {
            site_.assumed.push_back(std::move(text));
        }
    }

    /// wd_hostname, or what the product would take: the machine's own name (semantics-3.6 §13).
    void name_proxies(std::vector<Conf>& confs) {
        for (std::size_t at = 0; at < confs.size(); ++at) {
            Conf& conf = confs[at];
            if (!conf.wd_hostname.value.empty()) continue;
            const std::string folder = folder_of(conf.path);
            conf.wd_hostname.value = folder.empty() ? fmt::format("proxy{}", at + 1) : folder;
            assume(fmt::format("{}: the proxy's own host is called {}", conf.path,
                               conf.wd_hostname.value));
        }
    }

    scenario::HostSpec& host(const std::string& address) {
        const auto found = std::ranges::find(site_.hosts, address, &scenario::HostSpec::address);
        if (found != site_.hosts.end()) return *found;
        scenario::HostSpec host;
        host.name = address;
        host.address = address;
        site_.hosts.push_back(std::move(host));
        return site_.hosts.back();
    }
    HostId id_of(const scenario::HostSpec& host) const {
        return HostId{static_cast<std::int32_t>(&host - site_.hosts.data())};
    }

    bool add_proxy(const std::string& address, scenario::ProxySpec proxy) {
        scenario::HostSpec& own = host(address);
        if (own.proxy) return false;
        own.proxy = ProxyId{static_cast<std::int32_t>(site_.proxies.size())};
        proxy.host = id_of(own);
        proxy.wd_hostname = address;
        site_.proxies.push_back(std::move(proxy));
        return true;
    }

    /// Hosts are called by their files' folders where these tell them apart.
    void name_host(const Conf& conf, const std::vector<Conf>& confs) {
        const std::string folder = folder_of(conf.path);
        const auto same = std::ranges::count_if(
            confs, [&](const Conf& other) { return folder_of(other.path) == folder; });
        if (!folder.empty() && same == 1 && confs.size() > 1) {
            host(conf.wd_hostname.value).name = folder;
        }
    }

    /// A peer that nobody gave a file for is configured like the proxy that names it.
    void add_peers_without_file(const Conf& conf, const std::vector<Conf>& confs) {
        if (!conf.watchdog) return;
        for (const Peer& peer : conf.peers) {
            const std::string& name = peer.hostname.value;
            const bool has_file = std::ranges::any_of(
                confs, [&](const Conf& other) { return other.wd_hostname.value == name; });
            if (has_file || name.empty()) continue;
            scenario::ProxySpec proxy = conf.proxy;
            proxy.port = static_cast<std::int32_t>(peer.port.value);
            proxy.wd_port = static_cast<std::int32_t>(peer.wd_port.value);
            if (!add_proxy(name, std::move(proxy))) continue;
            assume(fmt::format("{}: no file was given for this peer; it is configured as {} says",
                               name, conf.path));
        }
    }

    void add_database(const Backend& backend) {
        scenario::HostSpec& own = host(backend.hostname.value);
        if (own.database) {
            reader_.complain(*backend.hostname.spot,
                             fmt::format("backend {} is on this host already", own.database->value),
                             "not modelled: two backends on one host");
            return;
        }
        own.database = scenario::DatabaseId{static_cast<std::int32_t>(site_.databases.size())};
        scenario::DatabaseSpec database;
        database.host = id_of(own);
        database.application_name = own.name;
        database.port = static_cast<std::int32_t>(backend.port.value);
        database.data_directory = backend.data_directory.value;
        database.weight_millionths = backend.weight_millionths.value;
        database.disallow_to_failover = backend.disallow_to_failover.value;
        site_.databases.push_back(std::move(database));
    }

    void primary() {
        const auto count = static_cast<int>(site_.databases.size());
        if (wishes_.primary >= count) {
            reader_.complain_of_file(
                "--primary",
                fmt::format("there is no backend {}; the files have {}", wishes_.primary, count));
            return;
        }
        auto& primary = site_.databases[static_cast<std::size_t>(wishes_.primary)];
        primary.role = facts::DatabaseRole::primary;
        if (wishes_.primary_told) return;
        const auto& name = site_.hosts[static_cast<std::size_t>(primary.host.value)];
        assume(fmt::format("backend {} ({}) is the primary at the start; --primary N says another",
                           wishes_.primary, called(name)));
    }

    /// What a command does stands in no file.
    void commands(scenario::ProxySpec& proxy) {
        using Does = scenario::CommandSpec::Does;
        constexpr std::array names{std::pair{"failover_command", Does::promote_new_master},
                                   std::pair{"failback_command", Does::nothing},
                                   std::pair{"follow_master_command", Does::follow_new_master},
                                   std::pair{"wd_escalation_command", Does::nothing},
                                   std::pair{"wd_de_escalation_command", Does::nothing}};
        for (const auto& [name, does] : names) {
            const auto& parameters = catalogue_.parameters;
            const auto found = std::ranges::find(parameters, name, &failover::Parameter::name);
            if (found == parameters.end()) continue;
            const auto index = static_cast<std::size_t>(found - parameters.begin());
            const auto* line = std::get_if<std::string>(&proxy.parameters[index]);
            if (line == nullptr || line->empty()) continue;
            scenario::CommandSpec command;
            command.parameter = static_cast<std::int16_t>(index);
            constexpr scenario::Duration usual = std::chrono::milliseconds{15};
            command.takes = {usual, usual};
            command.does = does;
            const bool failover = does == Does::promote_new_master;
            if (failover && !wishes_.failover_command_promotes) command.does = Does::nothing;
            if (failover && !wishes_.command_told) {
                assume(
                    "failover_command promotes the new master; --failover-command nothing says "
                    "otherwise");
            }
            assume("commands take 15ms and succeed, unless a story says otherwise");
            proxy.commands.push_back(command);
        }
    }

    void collect(const Conf& conf) {
        site_.used += conf.used;
        site_.irrelevant += conf.irrelevant;
        const auto note = [&](const Remark& remark) {
            return Note{conf.path, remark.spot ? remark.spot->place.line : 0, remark.text};
        };
        for (const Remark& remark : conf.unknown) site_.unknown.push_back(note(remark));
        for (const Remark& remark : conf.remarks) site_.remarks.push_back(note(remark));
    }

    Reader& reader_;
    const failover::Catalogue& catalogue_;
    const Wishes& wishes_;
    Site site_;
};

}  // namespace

scenario::Parsed<Site> read_site(std::span<const std::string> paths,
                                 const failover::Catalogue& catalogue, const Wishes& wishes) {
    Reader reader;
    std::vector<Conf> confs;
    for (const std::string& path : paths) {
        if (auto conf = read_conf(reader, path, catalogue)) confs.push_back(std::move(*conf));
    }
    scenario::Parsed<Site> parsed;
    if (reader.diagnostics().empty()) parsed.value = Joiner(reader, catalogue, wishes).run(confs);
    parsed.diagnostics = std::move(reader.diagnostics());
    const auto order = [&](const scenario::Diagnostic& one) {
        const auto file = std::ranges::find(paths, one.file) - paths.begin();
        return std::tuple(file, one.place.line, one.place.column);
    };
    std::ranges::stable_sort(parsed.diagnostics, {}, order);
    if (!parsed.diagnostics.empty()) parsed.value.reset();
    return parsed;
}

std::string called(const scenario::HostSpec& host) {
    return host.name == host.address ? host.name : fmt::format("{} ({})", host.name, host.address);
}

}  // namespace sim::site
