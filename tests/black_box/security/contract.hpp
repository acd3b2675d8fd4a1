// The shop's own document of what it answers, for tests that are made from it.
#pragma once

#include "support/http_probe.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace kontor::test {

struct Parameter {
    std::string name;
    std::string prefix;  // of the TypeID that it takes; empty: it takes none
    const boost::json::value* schema = nullptr;
    bool is_required = false;
};

struct Operation {
    std::string id;
    std::string method;  // "PATCH"
    std::string path;    // "/v1/carts/{cart}"
    std::vector<Parameter> path_parameters;
    std::vector<Parameter> query_parameters;
    std::set<std::string> headers;             // that it reads beside those of every request
    bool needs_key = false;                    // without an Idempotency-Key it is refused
    std::set<int> statuses;                    // that it may answer
    std::string conflicts;                     // what it says of 409
    bool is_for_everybody = false;             // asks for no credentials at all
    bool is_personal = false;                  // not for keys, nor for who acts as somebody
    const boost::json::value* body = nullptr;  // its schema
    std::vector<const boost::json::value*> answers;
    std::map<int, const boost::json::value*> schemas;  // of answers and problems, by status

    bool takes(const std::string& header) const { return headers.contains(header); }
    bool is_for_staff() const { return path.starts_with("/v1/admin/"); }
    // With something in the place of every parameter.
    std::string some_path() const;
};

// A member of an answer that its schema does not name. is_open: the schema leaves it open what
// there is, here or above.
struct Undeclared {
    std::string pointer;
    std::string name;
    bool is_open = false;
};

class Contract {
public:
    // From what GET /openapi.json answers.
    explicit Contract(boost::json::value document);
    Contract(const Contract&) = delete;

    const std::vector<Operation>& operations() const { return operations_; }

    // The least that the schema takes. id_of(prefix): an id for a TypeID of that kind. With
    // with_all also what may be left out and is an id of a kind in that set.
    using IdOf = std::function<std::string(const std::string& prefix)>;
    boost::json::value example(const boost::json::value& schema, const IdOf& id_of,
                               const std::set<std::string>& wanted = {}) const;
    // The same with every member that the schema knows.
    boost::json::value whole_example(const boost::json::value& schema, const IdOf& id_of) const;
    // Kinds of ids in all that the schema takes.
    std::set<std::string> kinds_of_ids(const boost::json::value& schema) const;
    // Every place of a value of the schema that takes an id, as a pointer with 0 for any element,
    // and the kind of that id.
    std::map<std::string, std::string> places_of_ids(const boost::json::value& schema) const;
    std::vector<Undeclared> undeclared(const boost::json::value& schema,
                                       const boost::json::value& value) const;
    // Calls visit with every schema in it.
    void for_each_schema(const boost::json::value& schema,
                         const std::function<void(const boost::json::object&)>& visit) const;
    // Calls visit with the name of every member of every object that the schema describes.
    void for_each_member(const boost::json::value& schema,
                         const std::function<void(const std::string&)>& visit) const;

private:
    enum class Members { required, all };
    struct Making {
        const IdOf& id_of;
        const std::set<std::string>& wanted;
        Members members = Members::required;
    };
    boost::json::value make(const boost::json::value& schema, const Making& making,
                            int depth) const;
    boost::json::object make_object(const boost::json::object& schema, const Making& making,
                                    int depth) const;
    const boost::json::value& resolved(const boost::json::value& schema) const;
    void find_ids(const boost::json::value& schema, const std::string& pointer,
                  std::map<std::string, std::string>& places) const;
    void compare(const boost::json::value& schema, const boost::json::value& value,
                 const std::string& pointer, std::vector<Undeclared>& found) const;
    void walk(const boost::json::value& schema, std::set<std::string>& seen,
              const std::function<void(const boost::json::object&)>& visit) const;

    boost::json::value document_;
    std::vector<Operation> operations_;
};

}  // namespace kontor::test
