#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <utility>

namespace kontor::app {

namespace {

struct UserOptions {
    std::string email;
    std::string role = std::string(auth::roles::customer);
};

const auth::Authority whoever_has_the_command_line{.is_operator = true};

std::string json_of_role(const std::string& role) {
    return R"({"role":")" + role + R"("})";
}

auth::StaffMember find(const OpenShop& shop, const std::string& email) {
    auto found = shop->modules().staff_office.staff->find(email);
    if (!found) throw CommandFailed("there is no account with the address '" + email + "'");
    return *std::move(found);
}

void create(const Global& global, const UserOptions& options) {
    auth::Registration registration;
    const auto email = platform::EmailAddress::accept(options.email);
    if (!email)
        throw CommandFailed("'" + options.email + "' is not " + platform::EmailAddress::rule());
    registration.email = *email;
    const auto password = decltype(registration.password)::accept(read_password());
    if (!password)
        throw CommandFailed("the password must be " + decltype(registration.password)::rule());
    registration.password = *password;

    const OpenShop shop(global);
    auto made = shop->modules().auth->create_user(registration, options.role);
    if (!made && made.error().code == "auth.email_taken")
        throw CommandFailed("there is an account with the address '" + options.email +
                            "' already; kontor user set-role gives it another role");
    const auto user = value_or_fail(std::move(made));
    shop.keep_deed("create_user", user.id.text(), {}, json_of_role(user.role));
    if (global.json)
        print_json(user);
    else
        std::cout << "created " << user.id.text() << ' ' << user.email << " (" << user.role
                  << ")\n";
}

void list(const Global& global, const std::string& role) {
    const OpenShop shop(global);
    constexpr std::size_t all = 10'000;
    auth::StaffFilter filter{.limit = all};
    if (!role.empty()) filter.role = role;
    const auto members = shop->modules().staff_office.staff->members(filter);
    if (global.json) return print_json(members);
    std::vector<std::vector<std::string>> rows{
        {"ADDRESS", "ROLE", "ACCOUNT", "SECOND FACTOR", "ID"}};
    for (const auto& member : members)
        rows.push_back({member.email, member.role, member.disabled ? "disabled" : "enabled",
                        member.second_factor ? "yes" : "no", member.id.text()});
    std::cout << table(rows);
}

void change(const Global& global, const std::string& email, const std::string& action,
            const auth::StaffChange& change) {
    const OpenShop shop(global);
    const auto before = find(shop, email);
    const auto after = value_or_fail(shop->modules().staff_office.staff->change(
        whoever_has_the_command_line, before.id, change));
    shop.keep_deed(action, after.id.text(), platform::json::write(before),
                   platform::json::write(after));
    if (global.json)
        print_json(after);
    else
        std::cout << after.email << " (" << after.role << ") is "
                  << (after.disabled ? "disabled" : "enabled") << '\n';
}

void remove_second_factor(const Global& global, const std::string& email) {
    const OpenShop shop(global);
    const auto member = find(shop, email);
    value_or_fail(shop->modules().staff_office.staff->remove_second_factor(
        whoever_has_the_command_line, member.id));
    shop.keep_deed("remove_second_factor", member.id.text());
    if (global.json)
        print_json(find(shop, email));
    else
        std::cout << member.email << " signs in by the password alone now\n";
}

CLI::Validator is_role() {
    return CLI::Validator(
        [](const std::string& text) {
            return auth::RoleName::accept(text) ? std::string()
                                                : "a role is " + auth::RoleName::rule();
        },
        "ROLE");
}

using Run = std::function<void(const UserOptions&)>;

// A command about one account, which runs with what was read.
CLI::App* add(CLI::App& user, Chosen& chosen, const std::string& name, const std::string& help,
              const std::shared_ptr<UserOptions>& options, const Run& run) {
    auto* command = user.add_subcommand(name, help);
    command->add_option("--email", options->email, "The address that the account signs in with")
        ->required();
    command->callback([&chosen, options, run] { chosen = [options, run] { run(*options); }; });
    return command;
}

}  // namespace

void add_user_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* user =
        app.add_subcommand("user", "Look after accounts, staff's above all")->require_subcommand(1);
    const auto options = std::make_shared<UserOptions>();
    add(*user, chosen, "create",
        "Make an account; the password is asked for, or read from standard input", options,
        [&global](const UserOptions& given) { create(global, given); })
        ->add_option("--role", options->role, "What the account may do")
        ->check(is_role())
        ->capture_default_str();

    const auto role = std::make_shared<std::string>();
    auto* listing = user->add_subcommand("list", "Show who works here");
    listing->add_option("--role", *role, "Only those with this role")->check(is_role());
    listing->callback([&, role] { chosen = [&global, role] { list(global, *role); }; });

    add(*user, chosen, "set-role", "Give an account another role; its sessions end", options,
        [&global](const UserOptions& given) {
            change(global, given.email, "set_role", {.role = auth::RoleName::accept(given.role)});
        })
        ->add_option("--role", options->role, "What the account may do from now on")
        ->check(is_role())
        ->required();
    add(*user, chosen, "disable", "Let nobody sign in to an account; its sessions end", options,
        [&global](const UserOptions& given) {
            change(global, given.email, "disable_user", {.disabled = true});
        });
    add(*user, chosen, "enable", "Let its owner sign in to an account again", options,
        [&global](const UserOptions& given) {
            change(global, given.email, "enable_user", {.disabled = false});
        });
    add(*user, chosen, "remove-second-factor",
        "Let the password alone sign in, where the second factor was lost", options,
        [&global](const UserOptions& given) { remove_second_factor(global, given.email); });
}

}  // namespace kontor::app
