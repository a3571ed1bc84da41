"""What is run: a program is one way to do a row's work, whole processes from files to files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .measure import Step
from .peers import BUILD, ROOT, SYSTEM_PYTHON, Peer

# CODEC is this plugin, too, with the codec of some peers.
OURS, CODEC, CORE, PEER, FLOOR = "ours", "codec", "core", "peer", "floor"
THIS, RAW, ZSTD = "this plugin", "this plugin, uncompressed", "this plugin, ZSTD"
OPTIONS = {THIS: "", RAW: "COMPRESS=NONE", ZSTD: "COMPRESS=ZSTD"}
# What this plugin writes. Peers that can choose are asked for the same codec.
SAME_CODEC = ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "ZLEVEL=1", "NUM_THREADS=ALL_CPUS")
FAST_CODEC = ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=ZSTD", "ZSTD_LEVEL=1", "NUM_THREADS=ALL_CPUS")


@dataclass(frozen=True)
class Check:
    """A comparison by `benchmarks.compare`: what is expected, the file, and how much may differ (with the reason)."""

    kind: str
    file: Path
    options: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Program:
    """One way to do a row's work. `outputs` are removed before each run; `needs` is the peer that it runs in.

    `against` is the program that its ratio is to, as it writes with the same codec; this plugin as it comes when empty.
    """

    name: str
    kind: str
    steps: tuple[Step, ...] = ()
    outputs: tuple[Path, ...] = ()
    checks: tuple[Check, ...] = ()
    note: str = ""
    needs: str = ""
    needs_mb: float = 0.0
    against: str = ""


@dataclass(frozen=True)
class Place:
    """Where a size's inputs and outputs are, and the peers there."""

    inputs: Path
    outputs: Path
    peers: dict[str, Peer] = field(default_factory=dict)
    cells: int = 0

    def given(self, name: str) -> str:
        """An input's path."""
        return str(self.inputs / name)

    def out(self, program: str, name: str) -> Path:
        """An output's path, a folder per program."""
        folder = self.outputs / "".join(c if c.isalnum() else "_" for c in program)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def lacks(self, peer: str) -> str:
        """Why a peer is not there; empty when it is, or when none is needed."""
        return self.peers[peer].missing if peer else ""

    def qgis(self, algorithm: str, parameters: dict[str, object], plugin: bool = False) -> Step:
        """A run of `qgis_process`, with this plugin enabled or in a profile without it."""
        arguments = []
        for name, value in parameters.items():
            arguments.extend(f"{name}={one}" for one in (value if isinstance(value, (list, tuple)) else [value]))
        command = (self.peers["qgis"].program, "run", algorithm, "--", *arguments)
        return Step(command, qgis_environment(plugin))

    def python(self, peer: str, driver: str, *arguments: object) -> Step:
        """A script of `benchmarks/drivers` in the environment of a peer."""
        script = str(ROOT / "benchmarks" / "drivers" / f"{driver}.py")
        environment = {"GDAL_NUM_THREADS": "ALL_CPUS"}
        return Step((self.peers[peer].program, script, *map(str, arguments)), environment)

    def core(self, driver: str, *arguments: object) -> Step:
        """A script that uses this plugin's core, with the system's Python."""
        script = str(ROOT / "benchmarks" / "drivers" / f"{driver}.py")
        return Step((SYSTEM_PYTHON, script, *map(str, arguments)))

    def grass(self, script: str, raster: str, *arguments: object) -> Step:
        """A shell script of GRASS commands in a location of its own, with the CRS of `raster`."""
        path = str(ROOT / "benchmarks" / "drivers" / f"{script}.sh")
        command = (self.peers["grass"].program, "--tmp-location", self.given(raster), "--exec", "sh", path)
        return Step((*command, *map(str, arguments)), {"HOME": home("grass")})


def qgis_environment(plugin: bool) -> dict[str, str]:
    """A profile of its own; with the plugin from build/plugins, or a plain QGIS."""
    folder = Path(home("plugin" if plugin else "plain"))
    profile = folder / ".local/share/QGIS/QGIS3/profiles/default/QGIS"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "QGIS3.ini").write_text(f"[PythonPlugins]\ncarbon_service_flow={'true' if plugin else 'false'}\n")
    environment = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    if plugin:
        environment["QGIS_PLUGINPATH"] = str(ROOT / "build" / "plugins")
    return environment


def home(name: str) -> str:
    """A home folder for programs that keep settings."""
    folder = BUILD / "homes" / name
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return str(folder)
