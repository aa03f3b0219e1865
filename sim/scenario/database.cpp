// Database servers of a scenario: `[database]` and a host's own table over the defaults; and the
// further keys of what steps do to them.
#include <fmt/format.h>

#include <array>

#include "sim/scenario/context.hpp"

namespace sim::scenario {

namespace {

constexpr std::int64_t highest_port = 65'535;
constexpr std::int64_t most_connections = 262'143;  // as the server itself has it

/// Reads the keys of one server.
class DatabaseReader {
  public:
    DatabaseReader(Context& context, const Tables& tables)
        : reader_(context.reader), tables_(tables) {}

    void read(DatabaseSpec& spec) {
        whole(spec.port, "port", {1, highest_port});
        whole(spec.first_timeline, "timeline", {1, UINT32_MAX});
        whole(spec.max_connections, "max_connections", {1, most_connections});
        whole(spec.reserved_connections, "superuser_reserved_connections", {0, most_connections});
        whole(spec.max_wal_senders, "max_wal_senders", {0, most_connections});
        truth(spec.running_at_start, "running");
        truth(spec.log_hints, "wal_log_hints");
        truth(spec.hot_standby, "hot_standby");
        truth(spec.restart_after_crash, "restart_after_crash");
        truth(spec.slot, "slot");
        bytes(spec.size_bytes, "size");
        bytes(spec.kept_wal_bytes, "wal_keep_size");
        bytes(spec.max_wal_bytes, "max_wal_size");
        bytes(spec.slot_bytes, "max_slot_wal_keep_size");
        bytes(spec.disk_bytes, "disk");
        words(spec);
        synchronous(spec);
        others(spec);
    }

  private:
    struct Range {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    template <class Number>
    void whole(Number& to, std::string_view key, Range range) {
        const Entry* table = tables_.with(key);
        if (table == nullptr) return;
        if (const auto value = reader_.integer(*table, key, range.least, range.most)) {
            to = static_cast<Number>(*value);
        }
    }
    void truth(bool& to, std::string_view key) {
        const Entry* table = tables_.with(key);
        if (table != nullptr) to = reader_.boolean(*table, key).value_or(to);
    }
    template <class Bytes>
    void bytes(Bytes& to, std::string_view key) {
        const Entry* value = text_of(key);
        if (value == nullptr) return;
        if (const auto size = reader_.take(*value, read_bytes(value->text))) to = *size;
    }
    /// The value, if it is a text.
    const Entry* text_of(std::string_view key) {
        const Entry* table = tables_.with(key);
        const Entry* value = table == nullptr ? nullptr : table->find(key);
        return value != nullptr && value->kind == Entry::Kind::string ? value : nullptr;
    }
    std::size_t word(std::string_view key, std::string_view choices, std::size_t usual) {
        const Entry* table = tables_.with(key);
        return table == nullptr ? usual : reader_.word(*table, key, choices).value_or(usual);
    }
    void words(DatabaseSpec& spec) {
        constexpr std::int32_t first_version = 9;
        spec.version = first_version +
                       static_cast<std::int32_t>(word("version", "9.6|10|11|12|13|14|15|16", 0));
        spec.profile = word("profile", "fast|prod", 0) == 0 ? Profile::fast : Profile::prod;
        spec.follows_latest = word("recovery_target_timeline", "latest|current", 0) == 0;
        spec.disallow_to_failover = word("flag", "ALLOW_TO_FAILOVER|DISALLOW_TO_FAILOVER", 0) == 1;
        const std::size_t level = word("synchronous_commit", synchronous_commit_words,
                                       static_cast<std::size_t>(SynchronousCommit::on));
        spec.synchronous_commit = static_cast<SynchronousCommit>(level);
    }
    void synchronous(DatabaseSpec& spec) {
        const Entry* value = text_of("synchronous_standby_names");
        if (value == nullptr) return;
        const auto names = reader_.take(*value, read_synchronous_names(value->text, spec.version));
        if (names) spec.synchronous_names = *names;
    }
    void others(DatabaseSpec& spec) {
        if (const Entry* value = text_of("lsn")) {
            if (const auto lsn = reader_.take(*value, read_lsn(value->text))) spec.first_lsn = *lsn;
        }
        if (const Entry* value = text_of("data_directory")) spec.data_directory = value->text;
        if (const Entry* table = tables_.with("weight")) {
            const auto weight = reader_.millionths(*table, "weight");
            if (weight) spec.weight_millionths = *weight;
        }
        if (const Entry* table = tables_.with("recovery_job")) {
            spec.recovery_job = reader_.span(*table, "recovery_job");
            if (spec.recovery_job && spec.recovery_job->count() == 0) {
                reader_.complain(table->find("recovery_job")->spot,
                                 "a recovery job needs a period above 0s");
            }
        }
    }

    Reader& reader_;
    Tables tables_;
};

/// The version of the server that an action is about: of a role, that of the first one.
std::int32_t version_of(const Context& context, const Action& action) {
    const auto& databases = context.scenario.databases;
    if (databases.empty()) return 0;
    const bool named =
        !action.targets.empty() && action.targets.front().kind == Target::Kind::named;
    const auto index = named ? static_cast<std::size_t>(action.targets.front().id) : 0;
    return databases[index].version;
}

}  // namespace

DatabaseSpec read_database(Context& context, HostId host, const Tables& tables) {
    DatabaseSpec spec;
    spec.host = host;
    spec.application_name = context.scenario.hosts.back().name;
    spec.data_directory = "/opt/Kingbase/ES/V8/data";
    spec.first_lsn = 0x3000060;
    spec.running_at_start = context.scenario.serving_at_start;
    DatabaseReader(context, tables).read(spec);
    const Entry* own = tables.own;
    if (own == nullptr || own->kind != Entry::Kind::table) return spec;
    const auto role = context.reader.word(*own, "role", "primary|standby");
    if (role == 0) spec.role = facts::DatabaseRole::primary;
    if (auto name = context.reader.text(*own, "application_name")) spec.application_name = *name;
    return spec;
}

void compile_database_options(Context& context, const Entry& table, Action& action) {
    Reader& reader = context.reader;
    const auto text = [&](std::string_view key) -> const Entry* {
        const Entry* value = table.find(key);
        return value != nullptr && value->kind == Entry::Kind::string ? value : nullptr;
    };
    if (const Entry* value = text("synchronous_standby_names")) {
        action.synchronous_names =
            reader.take(*value, read_synchronous_names(value->text, version_of(context, action)));
    }
    if (const Entry* value = text("size"))
        action.bytes = reader.take(*value, read_bytes(value->text));
    if (const Entry* value = text("process")) {
        constexpr std::array processes{"backend", "postmaster"};
        for (std::size_t at = 0; at < processes.size(); ++at) {
            if (value->text == processes[at]) action.process = static_cast<std::uint8_t>(at);
        }
        if (!action.process) {
            reader.complain(value->spot, fmt::format("a database has no process `{}`", value->text),
                            "backend or postmaster");
        }
    }
}

}  // namespace sim::scenario
