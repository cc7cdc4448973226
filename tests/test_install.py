"""Putting the guard into a process and taking it out again."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import phiguard
from phiguard.interceptors import BUILT_IN, Client
from phiguard.interceptors._inventory import FOREIGN, Gap, distributed, installed
from phiguard.reporting import PROCESS
from phiguard.runtime.registry import active

install_module = sys.modules["phiguard.install"]  # the attribute of that name is the function
STRICT = {"profile": "strict"}


@pytest.fixture(autouse=True)
def gone() -> Iterator[None]:
    """No test starts or ends with a guard installed."""
    phiguard.uninstall()
    yield
    phiguard.uninstall()


def fresh(code: str, **environment: str) -> Any:
    """What *code* prints as JSON in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path), "PATH": "", **environment},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_installing_imports_no_client() -> None:
    """`install` waits for clients to be imported; none is imported by it, and each is wrapped when it is."""
    before, after, guarded = fresh(
        """
        import sys, json
        import phiguard
        installation = phiguard.install()
        clients = ("requests", "urllib3", "httpx", "httpx2", "aiohttp")
        before = [name for name in clients if name in sys.modules]
        import requests, httpx
        print(json.dumps([before, [name for name in clients if name in sys.modules], installation.guarded]))
        """
    )
    assert before == []
    assert {"requests", "urllib3", "httpx"} <= set(after)
    assert {"requests", "urllib3", "httpx", "http.client"} <= set(guarded)


def test_what_is_imported_already_is_wrapped_at_once() -> None:
    """The order of `install` and import does not matter."""
    guarded = fresh(
        """
        import json, requests, urllib.request
        import phiguard
        print(json.dumps(phiguard.install().guarded))
        """
    )
    assert {"requests", "urllib3", "http.client", "urllib.request"} <= set(guarded)


def test_a_client_that_has_changed_breaks_no_import() -> None:
    """A client whose seam moved is imported as ever; the gap is named, and logged once."""
    gaps, said = fresh(
        """
        import json, logging, sys, types
        heard = []
        handler = logging.Handler()
        handler.emit = lambda record: heard.append(record.getMessage())
        logging.getLogger("phiguard").addHandler(handler)
        import phiguard
        import importlib.abc, importlib.machinery

        class Fake(importlib.abc.MetaPathFinder, importlib.abc.Loader):
            def find_spec(self, name, path=None, target=None):
                return importlib.machinery.ModuleSpec(name, self) if name == "httpx" else None
            def exec_module(self, module):
                module.__version__ = "99.0"
                module.SyncByteStream = module.AsyncByteStream = type("Stream", (), {})
                module.Client = type("Client", (), {})

        sys.meta_path.insert(0, Fake())
        installation = phiguard.install()
        import httpx
        print(json.dumps([[[gap.client, gap.version, gap.reason] for gap in installation.unguarded], heard]))
        """
    )
    assert [(client, version) for client, version, _ in gaps] == [("httpx", "99.0")]
    assert "_send_single_request" in gaps[0][2]
    assert sum("httpx is not guarded" in message for message in said) == 1


def test_an_import_past_the_hooks_is_named() -> None:
    """A finder of somebody's own that comes before the import hooks hides an import from them: that is a gap, which `install` closes."""
    before, after = fresh(
        """
        import json, sys
        from importlib.machinery import PathFinder
        import phiguard
        installation = phiguard.install()
        sys.meta_path.insert(0, PathFinder)
        import httpx
        before = [gap.client for gap in installation.unguarded]
        phiguard.install()
        print(json.dumps([before, [gap.client for gap in installation.unguarded]]))
        """
    )
    assert "httpx" in before
    assert after == []


def test_an_import_after_uninstall_is_left_alone() -> None:
    """A client that is imported when the guard has gone is not wrapped; a later `install` wraps it."""
    guarded, kind, again = fresh(
        """
        import json
        import phiguard
        installation = phiguard.install()
        installation.uninstall()
        import requests
        kind = type(vars(requests.adapters.HTTPAdapter)["send"]).__name__
        print(json.dumps([installation.guarded, kind, phiguard.install().guarded]))
        """
    )
    assert (guarded, kind) == ([], "function")
    assert "requests" in again


def test_the_policy_comes_from_the_environment(tmp_path: Path) -> None:
    """Without a policy ``$PHIGUARD_POLICY`` is read, and ``$PHIGUARD_MODE`` is a ceiling over any."""
    file = tmp_path / "policy.toml"
    file.write_text('profile = "strict"\n', encoding="utf-8")
    found = fresh(
        """
        import json
        import phiguard
        policy = phiguard.install().guard.policy
        print(json.dumps([policy.profile, policy.mode]))
        """,
        PHIGUARD_POLICY=str(file),
        PHIGUARD_MODE="report",
    )
    assert found == ["strict", "report"]


def test_the_same_policy_again_is_nothing_new() -> None:
    """Installing twice gives the same installation."""
    first = phiguard.install(STRICT)
    assert phiguard.install(dict(STRICT)) is first
    assert phiguard.install(phiguard.Policy.strict()) is first


def test_another_policy_is_an_error_that_names_the_remedy() -> None:
    """Two policies cannot both hold; the one in force stays."""
    installation = phiguard.install(STRICT)
    with pytest.raises(phiguard.ConfigurationError, match=r"\.reload\("):
        phiguard.install({"profile": "observe"})
    assert active() is installation.guard
    assert installation.guard.policy.profile == "strict"


def test_a_broken_policy_installs_nothing() -> None:
    """A policy that is wrong is an error before anything is touched."""
    with pytest.raises(phiguard.ConfigurationError):
        phiguard.install({"profile": "stritc"})
    assert active() is None


def test_a_context_installs_for_its_time() -> None:
    """Left as a context manager it is gone; who installed the same policy outside keeps it."""
    with phiguard.install(STRICT) as installation:
        assert active() is installation.guard
    assert active() is None
    outer = phiguard.install(STRICT)
    with phiguard.install(STRICT):
        pass
    assert active() is outer.guard


def test_uninstalling_twice_is_nothing_more() -> None:
    """Whoever uninstalls, and how often: it is gone."""
    installation = phiguard.install(STRICT)
    installation.uninstall()
    installation.uninstall()
    phiguard.uninstall()
    assert active() is None
    assert installation.guarded == ()


def test_reload_reads_again_what_was_given(tmp_path: Path) -> None:
    """Without a policy, `reload` reads the file again; a broken one is an error and the last good policy stays."""
    file = tmp_path / "policy.toml"
    file.write_text('profile = "observe"\n', encoding="utf-8")
    installation = phiguard.install(file)
    file.write_text('profile = "strict"\n', encoding="utf-8")
    installation.reload()
    guard = active()
    assert guard is installation.guard
    assert guard.policy.profile == "strict"
    file.write_text("profile = [\n", encoding="utf-8")
    with pytest.raises(phiguard.ConfigurationError):
        installation.reload()
    assert active() is guard


def test_reload_after_uninstall_brings_nothing_back() -> None:
    """An installation that was taken out stays out, and says how to get one back."""
    installation = phiguard.install(STRICT)
    installation.uninstall()
    with pytest.raises(phiguard.InstallationError, match=r"call phiguard\.install\(policy\) again"):
        installation.reload({"profile": "observe"})
    assert active() is None
    assert installation.guard.policy.profile == "strict"


ADA = {"name": "Ada Example", "mrn": "QX-77-4481"}


def test_known_values_are_everybodys_and_outlast_a_reload() -> None:
    """What `install` is given is found in every call, whatever policy comes."""
    call = phiguard.OutboundCall(method="POST", url="https://graph.facebook.com/x", body=b'{"ref": "QX-77-4481", "dx": "HIV"}')
    known = phiguard.KnownValues.load([ADA])
    installation = phiguard.install(STRICT, known=[known])
    assert "MEDICAL_RECORD_NUMBER" in installation.guard.inspect(call).decision.entities
    installation.reload({"profile": "strict", "mode": "redact"})
    assert "MEDICAL_RECORD_NUMBER" in installation.guard.inspect(call).decision.entities


def test_other_known_values_are_an_error() -> None:
    """A second caller who brings other values is told that they would not be looked for; one who brings none has no opinion."""
    known = phiguard.KnownValues.load([ADA])
    installation = phiguard.install(STRICT, known=[known])
    assert phiguard.install(STRICT) is phiguard.install(STRICT, known=[known]) is installation
    with pytest.raises(phiguard.ConfigurationError, match="other known values"):
        phiguard.install(STRICT, known=[phiguard.KnownValues.load([ADA])])


def test_the_metric_of_unguarded_clients_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gap is a client of our own tables and a word of `Gap`; what an entry point calls itself is ``other``."""
    monkeypatch.setitem(sys.modules, "pycurl", ModuleType("pycurl"))
    monkeypatch.setattr(install_module, "_declared", lambda: [Entry("mona-reyes", RuntimeError("broken"))])
    installation = phiguard.install(STRICT)
    gaps = dict(PROCESS.gaps())
    assert {("pycurl", "native"), ("other", "failed")} <= set(gaps)
    assert {reason for _, reason in gaps} <= {each.value for each in Gap}
    installation.uninstall()
    assert not PROCESS.gaps()


def test_no_client_is_in_both_tables() -> None:
    """What an interceptor guards is not listed as one that none does."""
    foreign = [each.module for each in FOREIGN]
    assert len(foreign) == len(set(foreign))
    assert not set(foreign) & {client.trigger for client in BUILT_IN}


def test_installed_clients_are_named_before_they_are_loaded() -> None:
    """What could send is known from its distribution, with the version that stands there."""
    named = {gap.client: gap for gap in installed(frozenset())}
    assert all(gap.version == version(name) for name, gap in named.items())
    assert set(named) == {each.distribution for each in FOREIGN if each.distribution and distributed(each.distribution)}
    assert "smtplib" not in named
    assert not {each.client for each in installed(frozenset(each.module for each in FOREIGN))}


def test_a_mode_holds_over_reloads() -> None:
    """The ceiling given to `install` stays, whatever policy comes."""
    installation = phiguard.install(STRICT, mode="report")
    installation.reload({"profile": "strict", "mode": "block"})
    assert installation.guard.policy.mode == "report"


def test_only_what_was_asked_for_is_wrapped() -> None:
    """Clients by name: these and no others, and the others that are there are named as unguarded."""
    import urllib3  # so that it is there

    installation = phiguard.install(STRICT, clients=["requests", "http.client"])
    assert installation.guarded == ("requests", "http.client")
    gaps = [(gap.client, gap.version, gap.reason) for gap in installation.unguarded]
    assert ("urllib3", urllib3.__version__, "it was not asked for") in gaps


def test_asking_again_for_more_wraps_more() -> None:
    """The same policy with other clients adds these."""
    installation = phiguard.install(STRICT, clients="requests")
    phiguard.install(STRICT, clients="urllib3")
    assert installation.guarded == ("requests", "urllib3")


@pytest.mark.parametrize(
    ("clients", "said"), [((), "clients is empty"), (["reqests"], "did you mean 'requests'"), (["gopher"], "does not know")]
)
def test_what_cannot_be_guarded_by_name_is_an_error(clients: Any, said: str) -> None:
    """No client, or one that nobody knows: said at once, and nothing stays behind."""
    with pytest.raises(phiguard.InstallationError, match=said):
        phiguard.install(STRICT, clients=clients)
    assert active() is None


def test_a_client_that_is_not_installed_is_an_error_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by name, a client that cannot be imported is an error; not asked for, it is nothing."""
    monkeypatch.setitem(sys.modules, "httpxyz", None)
    with pytest.raises(phiguard.InstallationError, match=r"httpxyz.*cannot be imported"):
        phiguard.install(STRICT, clients=["http.client", "httpxyz"])
    assert active() is None
    monkeypatch.delitem(sys.modules, "httpxyz")
    assert not any(gap.client == "httpxyz" for gap in phiguard.install(STRICT).unguarded)


def test_a_client_that_has_changed_is_an_error_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by name, a client whose seam moved is an error that says what was looked for."""
    moved = ModuleType("httpxyz")
    moved.__version__ = "9.9"  # type: ignore[attr-defined]  # as modules have
    moved.SyncByteStream = moved.AsyncByteStream = type("Stream", (), {})  # type: ignore[attr-defined]  # as above
    monkeypatch.setitem(sys.modules, "httpxyz", moved)
    with pytest.raises(phiguard.InstallationError, match=r"version 9\.9 cannot be guarded.*httpxyz has no Client"):
        phiguard.install(STRICT, clients=["httpxyz"])
    installation = phiguard.install(STRICT)
    assert [gap.client for gap in installation.unguarded if gap.version == "9.9"] == ["httpxyz"]


def test_native_clients_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends without Python is listed as soon as it is loaded."""
    native = ModuleType("pycurl")
    native.__version__ = "7.49"  # type: ignore[attr-defined]  # as modules have
    installation = phiguard.install(STRICT)
    assert not any(gap.client == "pycurl" for gap in installation.unguarded)
    monkeypatch.setitem(sys.modules, "pycurl", native)
    (gap,) = [gap for gap in installation.unguarded if gap.client == "pycurl"]
    assert str(gap) == "pycurl 7.49: native: it sends without Python"


class Entry:
    """An entry point of somebody's distribution."""

    def __init__(self, name: str, found: object) -> None:
        self.name = name
        self.found = found

    def load(self) -> object:
        """What it leads to."""
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


OWN = Client(name="carrier", trigger="carrier_pigeon", interceptor="carrier_guard")


def test_a_third_partys_client_is_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point adds a client: wrapped when it is there, by its own module, and known by name."""
    patched: list[ModuleType] = []
    pigeon, guard = ModuleType("carrier_pigeon"), ModuleType("carrier_guard")

    class Pigeon:
        def fly(self, note: str) -> str:
            return note

    def patch(patches: Any, module: ModuleType) -> None:
        patched.append(module)
        patches.wrap("carrier", Pigeon, "fly", lambda wrapped, _instance, args, kwargs: wrapped(*args, **kwargs))

    guard.patch = patch  # type: ignore[attr-defined]  # its one function
    monkeypatch.setitem(sys.modules, "carrier_pigeon", pigeon)
    monkeypatch.setitem(sys.modules, "carrier_guard", guard)
    monkeypatch.setattr(install_module, "_declared", lambda: [Entry("carrier", OWN)])
    assert "carrier" in phiguard.install(STRICT).guarded
    assert patched == [pigeon]
    phiguard.uninstall()
    assert phiguard.install(STRICT, clients=["carrier"]).guarded == ("carrier",)


def test_entry_points_are_read_from_distributions(tmp_path: Path) -> None:
    """A distribution that declares an interceptor is found by its metadata; one that declares other things is not asked."""
    for name, group in (("pigeon", "phiguard.interceptors"), ("other", "console_scripts")):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (folder / "entry_points.txt").write_text(f"[{group}]\ncarrier = pigeon_guard:CLIENT\n", encoding="utf-8")
    (tmp_path / "pigeon_guard.py").write_text(
        textwrap.dedent(
            """
            from phiguard.interceptors import Client
            CLIENT = Client(name="carrier", trigger="carrier_pigeon", interceptor="pigeon_guard")
            class Pigeon:
                def fly(self, note):
                    return note
            def patch(patches, module):
                patches.wrap("carrier", Pigeon, "fly", lambda wrapped, instance, args, kwargs: wrapped(*args, **kwargs))
            """
        ),
        encoding="utf-8",
    )
    (tmp_path / "carrier_pigeon.py").write_text("", encoding="utf-8")
    guarded = fresh(
        f"""
        import json, sys
        sys.path.insert(0, {str(tmp_path)!r})
        import phiguard
        installation = phiguard.install()
        import carrier_pigeon
        print(json.dumps(installation.guarded))
        """
    )
    assert "carrier" in guarded


@pytest.mark.parametrize("found", [RuntimeError("broken"), "no client"], ids=["raises", "wrong"])
def test_a_third_partys_fault_is_a_gap(found: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point that cannot be loaded is named as unguarded, and everything else is guarded."""
    monkeypatch.setattr(install_module, "_declared", lambda: [Entry("carrier", found)])
    installation = phiguard.install(STRICT)
    assert "http.client" in installation.guarded
    assert [gap.client for gap in installation.unguarded if "failed" in gap.reason] == ["carrier"]


def test_the_table_of_clients_is_whole() -> None:
    """Each built-in client has a file with a ``patch`` function, and no two share a name."""
    folder = Path(install_module.__file__).parent / "interceptors"
    assert len({client.name for client in BUILT_IN}) == len(BUILT_IN)
    for client in BUILT_IN:
        assert (folder / f"{client.interceptor.rpartition('.')[2]}.py").is_file()


def test_reprs_say_what_is_guarded() -> None:
    """For people at a prompt."""
    assert repr(phiguard.AUTO) == "AUTO"
    assert "profile=strict" in repr(phiguard.install(STRICT))
