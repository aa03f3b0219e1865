#include "sim/site/conf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "sim/scenario/parameters.hpp"
#include "sim/site/keys.hpp"
#include "sim/site/settings.hpp"

namespace sim::site {
namespace {

using failover::Parameter;
using failover::ParameterKind;
using failover::ParameterValue;
using scenario::Entry;
using scenario::Reader;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return result;
}

/// The setting as a scenario would write it, so that one function checks both.
Entry entry_of(const Parameter& takes, const Setting& setting) {
    Entry entry;
    entry.spot = setting.spot;
    entry.text = setting.text;
    entry.number = setting.number;
    const bool bare_number = setting.written == Setting::Written::integer;
    entry.kind = bare_number ? Entry::Kind::integer : Entry::Kind::string;
    if (setting.written == Setting::Written::decimal) entry.kind = Entry::Kind::decimal;
    switch (takes.kind) {
        case ParameterKind::boolean:
        case ParameterKind::words:  // the file's switches and words, in any case, quoted or not
            entry.kind = Entry::Kind::string;
            entry.text = lower(setting.text);
            break;
        case ParameterKind::integer:
        case ParameterKind::seconds:
        case ParameterKind::milliseconds:
        case ParameterKind::bytes:
        case ParameterKind::weight:
            if (const auto number = scenario::read_integer(setting.text)) {
                entry.kind = Entry::Kind::integer;
                entry.number = *number;
            }
            break;
        case ParameterKind::text:
            break;
    }
    return entry;
}

/// A compiled default as its setting. It is right by construction: a test reads them all.
Setting default_setting(const Parameter& takes, std::string_view fallback) {
    Setting setting;
    setting.written = Setting::Written::quoted;
    setting.key = std::string(takes.name);
    setting.text = std::string(fallback);
    return setting;
}

/// Of backend_weightN (semantics-3.6 §13).
constexpr std::int64_t heaviest = 100'000'000;

class ConfReader {
  public:
    ConfReader(Reader& reader, const failover::Catalogue& catalogue)
        : reader_(reader), catalogue_(catalogue) {}

    std::optional<Conf> run(const std::string& path) {
        const auto file = open_settings(reader_, path);
        if (!file) return std::nullopt;
        conf_.path = path;
        conf_.kingbase = std::filesystem::path(path).filename().string().starts_with("kingbase");
        for (const Parameter& parameter : catalogue_.parameters) {
            const Setting setting = default_setting(parameter, compiled_default(parameter));
            conf_.proxy.parameters.push_back(
                *scenario::parameter_value(reader_, parameter, entry_of(parameter, setting)));
            if (parameter.here == failover::Effect::missing) {
                model(setting, conf_.proxy.parameters.back());
            }
        }
        set_defaults();
        for (const Setting& setting : last_of_each(read_settings(reader_, *file))) take(setting);
        remember_flags();
        const auto by_number = [](const auto& a, const auto& b) { return a.number < b.number; };
        std::ranges::sort(conf_.backends, by_number);
        std::ranges::sort(conf_.peers, by_number);
        std::ranges::sort(conf_.heartbeats, by_number);
        return std::move(conf_);
    }

  private:
    void set_defaults() {
        for (const KnownKey& known : known_keys()) {
            if (known.matter == Matter::irrelevant || known.numbered) continue;
            const Setting setting = default_setting(known.takes, known.takes.fallback);
            const auto value =
                scenario::parameter_value(reader_, known.takes, entry_of(known.takes, setting));
            if (known.matter == Matter::cluster) shape(known, setting, *value);
        }
    }

    /// A key that stands twice: the product takes the last (assumed), and its reader should know.
    std::vector<Setting> last_of_each(std::vector<Setting> settings) {
        std::map<std::string, std::size_t> last;
        std::vector<bool> overruled(settings.size());
        for (std::size_t at = 0; at < settings.size(); ++at) {
            const auto [known, fresh] = last.try_emplace(settings[at].key, at);
            if (fresh) continue;
            conf_.remarks.push_back(
                {settings[at].key_spot,
                 fmt::format("`{}` stands on line {} already; the last is taken [assumed]",
                             settings[at].key, settings[known->second].key_spot.place.line)});
            overruled[known->second] = true;
            known->second = at;
        }
        std::vector<Setting> left;
        for (std::size_t at = 0; at < settings.size(); ++at) {
            if (!overruled[at]) left.push_back(std::move(settings[at]));
        }
        return left;
    }

    void take(const Setting& setting) {
        const auto& parameters = catalogue_.parameters;
        const auto parameter = std::ranges::find(parameters, setting.key, &Parameter::name);
        if (parameter != parameters.end()) {
            ++(parameter->here == failover::Effect::irrelevant ? conf_.irrelevant : conf_.used);
            const auto index = static_cast<std::size_t>(parameter - parameters.begin());
            if (auto value =
                    scenario::parameter_value(reader_, *parameter, entry_of(*parameter, setting))) {
                if (parameter->here == failover::Effect::missing) model(setting, *value);
                conf_.proxy.parameters[index] = std::move(*value);
            }
            return;
        }
        const KnownKey* known = find_key(setting.key);
        if (known == nullptr) return unknown(setting);
        ++(known->matter == Matter::irrelevant ? conf_.irrelevant : conf_.used);
        const auto value =
            scenario::parameter_value(reader_, known->takes, entry_of(known->takes, setting));
        if (!value) return;
        if (known->matter == Matter::cluster) shape(*known, setting, *value);
    }

    void unknown(const Setting& setting) {
        std::vector<std::string> names;
        for (const Parameter& parameter : catalogue_.parameters) {
            names.emplace_back(parameter.name);
        }
        const int number = std::max(0, split_key(setting.key).number);
        for (const KnownKey& known : known_keys()) {
            names.push_back(known.numbered ? fmt::format("{}{}", known.takes.name, number)
                                           : std::string(known.takes.name));
        }
        const std::vector<std::string_view> valid(names.begin(), names.end());
        const std::string near = scenario::nearest(lower(setting.key), valid);
        conf_.unknown.push_back(
            {setting.key_spot, near.empty() ? fmt::format("unknown `{}`", setting.key)
                                            : fmt::format("unknown `{}`; the nearest known is `{}`",
                                                          setting.key, near)});
    }

    /// Remembers a setting without a model, unless it is 0, off or empty.
    void model(const Setting& setting, const ParameterValue& value) {
        const std::string words = fmt::format("not modelled: {} =", setting.key);
        std::erase_if(conf_.remarks,
                      [&](const Remark& old) { return old.text.starts_with(words); });
        const auto* text = std::get_if<std::string>(&value);
        if (text != nullptr ? text->empty() : std::get<std::int64_t>(value) == 0) return;
        const bool said = setting.spot.place.line > 0;
        Remark remark{{}, fmt::format("{} {}", words, setting.text)};
        if (said) remark.spot = setting.key_spot;
        if (!said) remark.text += " (the product's default)";
        conf_.remarks.push_back(std::move(remark));
    }

    void shape(const KnownKey& known, const Setting& setting, const ParameterValue& value) {
        if (known.numbered) return numbered(setting, value);
        const std::string_view key = known.takes.name;
        if (const auto* text = std::get_if<std::string>(&value)) {
            const bool said = setting.spot.place.line > 0;
            if (key == "logdir") conf_.proxy.status_path = status_path(*text);
            if (key == "wd_hostname" && said) conf_.wd_hostname = {*text, setting.spot};
            return;
        }
        const std::int64_t number = std::get<std::int64_t>(value);
        const auto small = static_cast<std::int32_t>(number);
        if (key == "port") conf_.proxy.port = small;
        if (key == "pcp_port") conf_.proxy.pcp_port = small;
        if (key == "wd_port") conf_.proxy.wd_port = small;
        if (key == "wd_priority") conf_.proxy.wd_priority = small;
        if (key == "wd_heartbeat_port") conf_.heartbeat_port = number;
    }

    /// logdir is the system's temporary directory where nothing is said (semantics-3.6 §13).
    static std::string status_path(const std::string& folder) {
        constexpr std::string_view usual = "/tmp";
        return (folder.empty() ? std::string(usual) : folder) + "/pgpool_status";
    }

    template <class T>
    static T& at_number(std::vector<T>& list, int number) {
        const auto found = std::ranges::find(list, number, &T::number);
        if (found != list.end()) return *found;
        list.emplace_back().number = number;
        return list.back();
    }

    void numbered(const Setting& setting, const ParameterValue& value) {
        const KeyParts parts = split_key(setting.key);
        if (parts.number > highest_number) {
            reader_.complain(setting.key_spot,
                             fmt::format("numbers go from 0 to {}", highest_number));
            return;
        }
        const scenario::Spot& spot = setting.spot;
        if (const auto* text = std::get_if<std::string>(&value)) {
            named(parts, setting, *text);
            return;
        }
        const std::int64_t number = std::get<std::int64_t>(value);
        const auto is = [&](std::string_view stem) { return parts.stem == stem; };
        if (is("backend_port")) at_number(conf_.backends, parts.number).port = {number, spot};
        if (is("backend_weight") && (number < 0 || number > heaviest * 1'000'000)) {
            reader_.complain(spot,
                             fmt::format("`{}` must be between 0 and {}", setting.key, heaviest));
        } else if (is("backend_weight")) {
            at_number(conf_.backends, parts.number).weight_millionths = {number, spot};
        }
        if (is("other_pgpool_port")) at_number(conf_.peers, parts.number).port = {number, spot};
        if (is("other_wd_port")) at_number(conf_.peers, parts.number).wd_port = {number, spot};
        if (is("heartbeat_destination_port")) {
            at_number(conf_.heartbeats, parts.number).port = {number, spot};
        }
    }

    void named(const KeyParts& parts, const Setting& setting, const std::string& text) {
        const scenario::Spot& spot = setting.spot;
        if (parts.stem == "backend_flag") return backend_flag(parts.number, setting);
        if (parts.stem == "backend_hostname") {
            at_number(conf_.backends, parts.number).hostname = {text, spot};
        } else if (parts.stem == "backend_data_directory") {
            at_number(conf_.backends, parts.number).data_directory = {text, spot};
        } else if (text.empty()) {
            return;  // a peer or a heartbeat without a name is a slot that nobody uses
        } else if (parts.stem == "other_pgpool_hostname") {
            at_number(conf_.peers, parts.number).hostname = {text, spot};
        } else if (parts.stem == "heartbeat_destination") {
            at_number(conf_.heartbeats, parts.number).hostname = {text, spot};
        }
    }

    /// Words between bars; the last of the two decides (semantics-3.6 §13).
    void backend_flag(int number, const Setting& setting) {
        constexpr std::array<std::string_view, 2> flags{"ALLOW_TO_FAILOVER",
                                                        "DISALLOW_TO_FAILOVER"};
        if (setting.text != flags[0] && setting.text != flags[1]) {
            reader_.complain(setting.spot,
                             fmt::format("`{}` is no flag of a backend", setting.text),
                             scenario::did_you_mean(setting.text, flags));
            return;
        }
        at_number(conf_.backends, number).disallow_to_failover = {setting.text == flags[1],
                                                                  setting.spot};
    }

    void remember_flags() {
        const auto number = [&](std::string_view name) -> std::int64_t {
            const auto& parameters = catalogue_.parameters;
            const auto found = std::ranges::find(parameters, name, &Parameter::name);
            if (found == parameters.end()) return 0;
            const auto* value = std::get_if<std::int64_t>(
                &conf_.proxy.parameters[static_cast<std::size_t>(found - parameters.begin())]);
            return value != nullptr ? *value : 0;
        };
        conf_.watchdog = number("use_watchdog") != 0;
        conf_.heartbeats_used = number("wd_lifecheck_method") == 0;
        if (!conf_.heartbeats_used && conf_.watchdog) {
            conf_.remarks.push_back(
                {{},
                 "not modelled: a wd_lifecheck_method other than heartbeat; no proxy is checked"});
        }
    }

    Reader& reader_;
    const failover::Catalogue& catalogue_;
    Conf conf_;
};

}  // namespace

std::optional<Conf> read_conf(Reader& reader, const std::string& path,
                              const failover::Catalogue& catalogue) {
    return ConfReader(reader, catalogue).run(path);
}

}  // namespace sim::site
