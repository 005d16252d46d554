import argparse
import click

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="google/gemma-2-9b-it", help="for example gpt-4o")
parser.add_argument("--judge-model", type=str, default="gpt-4.1-mini", choices=["gpt-4.1-mini", "gpt-4.1"])
parser.add_argument("--dataset", default="tatsu-lab/alpaca")
parser.add_argument("--output", default="acme/tuned-8b")


@click.command()
@click.option("--embedding-model", default="intfloat/e5-large-v2", show_default=True)
@click.option("--name", default="Anna")
def run(embedding_model, name):
    pass
